"""Where functions write that name elements by their numbers: `np.put(y, ...)`, `y.flat[...] = v`, `np.place(y, ...)`.

NumPy repeats the values of such a write, or leaves some over; without values it writes nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def flat_index(x: Any, numbers: Any, v: Any = 0.0) -> tuple[Any, ...]:
    """The index of the elements of `x` with these numbers, of none if there are no values `v`.

    >>> flat_index(np.zeros((2, 2)), [1, -1])
    (array([0, 1]), array([1, 1]))
    """
    if numbers is None or (isinstance(numbers, tuple) and not numbers):
        raise IndexError("unsupported iterator index")
    chosen = np.ravel(np.arange(np.size(x))[numbers])
    return np.unravel_index(chosen if np.size(v) else chosen[:0], np.shape(x))


def mask_index(x: Any, mask: Any, v: Any) -> tuple[Any, ...]:
    """The index of the elements of `x` that `np.place(x, mask, v)` writes to."""
    numbers = np.flatnonzero(mask)
    if np.size(mask) != np.size(x):
        raise ValueError("place: mask and data must be the same size")
    if np.size(numbers) and not np.size(v):
        raise ValueError("Cannot insert from an empty array!")
    return np.unravel_index(numbers, np.shape(x))


def mask_like(mask: Any, x: Any, v: Any) -> Any:
    """The elements of `x` that `np.putmask(x, mask, v)` writes to, as a mask of its shape."""
    if np.size(mask) != np.size(x):
        raise ValueError("putmask: mask and data must be the same size")
    return np.reshape(np.asarray(mask, dtype=bool), np.shape(x)) & (np.size(v) > 0)


def diagonal_index(x: Any, v: Any) -> tuple[Any, ...]:
    """The index of the elements of `x` that `np.fill_diagonal(x, v)` writes to."""
    if np.ndim(x) < 2:
        raise ValueError("array must be at least 2-d")
    if np.ndim(x) > 2 and len(set(np.shape(x))) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    return (np.arange(min(np.shape(x)) if np.size(v) else 0),) * np.ndim(x)
