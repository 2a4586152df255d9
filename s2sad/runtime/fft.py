"""Helpers of the rules of `np.fft`: lengths and norms of the transform that goes back.

`resized_like(v, x)` cuts `v` or fills it up with zeros to the shape of `x`, as `np.fft.fft(a, n)` does with `a`.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def resized_like(v: Any, x: Any) -> Any:
    """`v` cut or padded with zeros at the end of each axis to the shape of `x`.

    >>> resized_like(np.array([1.0, 2.0, 3.0]), np.zeros(2)), resized_like(np.array([1.0]), np.zeros(2))
    (array([1., 2.]), array([1., 0.]))
    """
    if np.shape(v) == np.shape(x):
        return v
    both = tuple(slice(min(n, m)) for n, m in zip(np.shape(v), np.shape(x), strict=True))
    resized = np.zeros(np.shape(x), np.result_type(v))
    resized[both] = v[both]
    return resized


def opposite(norm: Any) -> Any:
    """The norm of the transform that scales where this one does not.

    >>> opposite(None), opposite("ortho")
    ('forward', 'ortho')
    """
    return {None: "forward", "backward": "forward", "forward": "backward"}.get(norm, "ortho")


def half_weights(y: Any, half: Any, axis: int) -> Any:
    """How often each entry of half a spectrum is in the whole: twice but for the ends; shaped to multiply `half`."""
    n, m = np.shape(y)[axis], np.shape(half)[axis]
    counts = np.full(m, 2.0)
    counts[0] = 1.0
    if n % 2 == 0:
        counts[n // 2] = 1.0
    shape = [1] * np.ndim(half)
    shape[axis] = m
    return np.reshape(counts, shape)


def transform_sizes(x: Any, s: Any, axes: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The lengths and the axes of an n-dimensional transform, written out; what is not asked for is as in `x`."""
    if axes is None:
        axes = tuple(range(-(np.ndim(x) if s is None else len(s)), 0))
    found = tuple(np.shape(x)[k] for k in axes)
    asked = found if s is None else tuple(n if m in (None, -1) else m for n, m in zip(found, s, strict=True))
    return asked, tuple(axes)
