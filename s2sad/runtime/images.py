"""Helpers of the rules of `scipy.ndimage`: borders and bells."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import scipy.ndimage

from s2sad.errors import MissingRuleError

_SHORT = 64
_NONE = "Leave the call out where np.size(...) is 0."
_SYMMETRIC = ("reflect", "grid-mirror", "nearest", "grid-wrap")
"""The modes in which a spline filter is a symmetric matrix."""
_BORDERS = {"reflect": "symmetric", "grid-mirror": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap"}


def border(mode: str) -> Any:
    """What `np.pad` calls a mode of `scipy.ndimage`."""
    return "wrap" if mode == "grid-wrap" else _BORDERS[mode]


def axes(ndim: int) -> tuple[int, ...]:
    """All axes."""
    return tuple(range(ndim))


def before(image: Any, shape: Any, origin: Any) -> tuple[tuple[int, int], ...]:
    """The border that a correlation needs: the middle of the weights, and what comes after it.

    >>> before((8, 8), (3, 4), (0, 1))
    ((1, 1), (3, 0))
    """
    pairs = zip(_of_pixels(image, shape), _each(origin, len(shape)), strict=True)
    return tuple((n // 2 + o, n - 1 - n // 2 - o) for n, o in pairs)


def behind(image: Any, shape: Any, origin: Any) -> tuple[tuple[int, int], ...]:
    """The border that a convolution needs."""
    pairs = zip(_of_pixels(image, shape), _each(origin, len(shape)), strict=True)
    return tuple((n - 1 - n // 2 - o, n // 2 + o) for n, o in pairs)


def around(image: Any, width: int) -> tuple[tuple[int, int], ...]:
    """A border of one width.

    >>> around((8, 8), 2)
    ((2, 2), (2, 2))
    """
    return ((width, width),) * len(_of_pixels(image, image))


def _of_pixels(image: Any, shape: Any) -> Any:
    """The shape of weights for an image that has pixels, of which a border can be made."""
    if 0 in image:
        raise MissingRuleError("scipy.ndimage has no derivative rules for images without pixels", hint=_NONE)
    return shape


def _each(origin: Any, ndim: int) -> tuple[int, ...]:
    return (origin,) * ndim if isinstance(origin, int) else tuple(origin)


def along(ndim: int, axis: int, origin: int) -> tuple[int, ...]:
    """The origin of weights that lie along one axis.

    >>> along(3, -1, 2)
    (0, 0, 2)
    """
    return tuple(origin if k == axis % ndim else 0 for k in range(ndim))


def others(ndim: int, axis: int) -> tuple[int, ...]:
    """All axes but one.

    >>> others(3, -2)
    (0, 2)
    """
    return tuple(k for k in range(ndim) if k != axis % ndim)


def bell_places(sigma: Any, truncate: Any, radius: Any = None) -> Any:
    """The places at which a Gaussian bell is taken."""
    last = int(truncate * float(sigma) + 0.5) if radius is None else radius
    return np.arange(-last, last + 1)


def transposed_filter(x: Any, order: int, axis: int, mode: str) -> Any:
    """The transpose of `scipy.ndimage.spline_filter1d`.

    Along a long axis it is the filter itself, but that a border of mode "mirror" has the inner samples twice; along a
    short one SciPy's starting values are felt.
    """
    n = np.shape(x)[axis]
    if n < _SHORT:
        matrix = scipy.ndimage.spline_filter1d(np.eye(n), order, 0, mode=mode)
        return np.moveaxis(np.tensordot(matrix, x, (0, axis)), 0, axis)
    if mode in _SYMMETRIC:
        return scipy.ndimage.spline_filter1d(x, order, axis, mode=mode)
    weights = np.full(n, 2.0)
    weights[0] = weights[-1] = 1.0
    weights = np.expand_dims(weights, others(np.ndim(x), axis))
    return weights * scipy.ndimage.spline_filter1d(x / weights, order, axis, mode=mode)


def neighbours(index: Any, n: int, mode: str, axis: int, ndim: int) -> Any:
    """Indices beyond the border as those of the samples that stand there, along one of several axes."""
    _of_pixels((n,), ())
    if mode in ("nearest", "reflect", "grid-mirror"):
        turned = np.mod(index, 2 * n)
        index = np.where(turned >= n, 2 * n - 1 - turned, turned)
    elif mode == "grid-wrap":
        index = np.mod(index, n)
    else:
        turned = np.mod(index, max(2 * n - 2, 1))
        index = np.where(turned >= n, 2 * n - 2 - turned, turned)
    return np.expand_dims(index, others(ndim, axis))


def beyond(coordinates: Any, x: Any) -> Any:
    """Which places lie outside of an image."""
    last = np.reshape(np.array(np.shape(x)) - 1, (-1,) + (1,) * (np.ndim(coordinates) - 1))
    return np.any((coordinates < 0) | (coordinates > last), axis=0)


def products(ndim: int) -> str:
    """The sum of samples in a cube around each place, weighted along each axis.

    >>> products(2)
    'abz,az,bz->z'
    """
    letters = "abcdefgh"[:ndim]
    return f"{letters}z,{','.join(f'{each}z' for each in letters)}->z"


def spline_weights(t: Any, order: int, n: int) -> Any:
    """The weights of the samples near a place that is t from the middle one, or their derivatives of order n.

    >>> spline_weights(np.array([0.25]), 1, 0).tolist()
    [[0.75], [0.25]]
    """
    rows = [np.polyval(np.polyder(np.array(piece), n), t) if n else np.polyval(piece, t) for piece in _pieces(order)]
    return np.array(rows) + np.zeros(np.shape(t))


@functools.cache
def _pieces(order: int) -> tuple[tuple[float, ...], ...]:
    """The B-spline of an order at t + order // 2 - k, for each k, by falling powers of t."""
    pieces = []
    for k in range(order + 1):
        total = np.zeros(order + 1)
        for j in range(order + 2):
            place = (order + 1) / 2 + order // 2 - k - j  # (t + place)_+ ** order, t in the middle of its range
            if (0.0 if order % 2 == 0 else 0.5) + place > 0.0:
                powers = [math.comb(order, m) * place**m for m in range(order + 1)]
                total += np.array(powers) * (-1.0) ** j * math.comb(order + 1, j) / math.factorial(order)
        pieces.append(tuple(float(x) for x in total))
    return tuple(pieces)
