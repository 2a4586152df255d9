"""Helpers of the rules of `scipy.ndimage`: borders and bells."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

_BORDERS = {"reflect": "symmetric", "grid-mirror": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap"}


def border(mode: str) -> Any:
    """What `np.pad` calls a mode of `scipy.ndimage`."""
    return "wrap" if mode == "grid-wrap" else _BORDERS[mode]


def axes(ndim: int) -> tuple[int, ...]:
    """All axes."""
    return tuple(range(ndim))


def before(weights: Any) -> tuple[tuple[int, int], ...]:
    """The border that a correlation needs: the middle of the weights, and what comes after it."""
    return tuple((n // 2, n - 1 - n // 2) for n in np.shape(weights))


def behind(weights: Any) -> tuple[tuple[int, int], ...]:
    """The border that a convolution needs."""
    return tuple((n - 1 - n // 2, n // 2) for n in np.shape(weights))


def others(ndim: int, axis: int) -> tuple[int, ...]:
    """All axes but one.

    >>> others(3, -2)
    (0, 2)
    """
    return tuple(k for k in range(ndim) if k != axis % ndim)


def bell_places(sigma: Any, truncate: Any) -> Any:
    """The places at which a Gaussian bell is taken."""
    radius = int(truncate * float(sigma) + 0.5)
    return np.arange(-radius, radius + 1)


def corners(ndim: int) -> tuple[tuple[int, ...], ...]:
    """The corners of a cube.

    >>> corners(2)
    ((0, 0), (0, 1), (1, 0), (1, 1))
    """
    return tuple(itertools.product((0, 1), repeat=ndim))
