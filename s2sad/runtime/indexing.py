"""Indexing as functions of values: reads, writes and their transposes.

`updated(x, 1, 5.0)` is the array that `x[1] = 5.0` leaves behind; `scatter_add(v, i, x)` is the transpose of `x[i]`.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def may_repeat(index: Any) -> bool:
    """Whether `index` can name one element more than once: it holds an array, list or range of integers.

    >>> may_repeat((slice(None), [0, 0])), may_repeat((2, np.array([True, False])))
    (True, False)
    """
    parts = index if isinstance(index, tuple) else (index,)
    arrays = [np.asarray(p) for p in parts if isinstance(p, np.ndarray | list | range)]
    return any(a.ndim > 0 and a.dtype.kind in "iu" for a in arrays)


def add_at(x: Any, index: Any, v: Any) -> Any:
    """A copy of `x` with `v` added at `index`, once per mention of an element."""
    y = np.array(x)
    if may_repeat(index):
        np.add.at(y, index, v)
    else:
        y[index] += v
    return y


def scatter_add(v: Any, index: Any, x: Any) -> Any:
    """An array like `x`, zero but for `v` added at `index`: the transpose of `x[index]`.

    >>> scatter_add(np.array([1.0, 2.0]), [0, 0], np.zeros(2))
    array([3., 0.])
    """
    return add_at(np.zeros_like(x), index, v)


def updated(x: Any, index: Any, v: Any) -> Any:
    """A copy of `x` after `x[index] = v`; where the index names an element twice, the last write stays."""
    y = np.array(x)
    y[index] = v
    return y


def read_written(y_bar: Any, index: Any) -> Any:
    """`y_bar[index]`, but zero where a later write to the same element hid the entry: the transpose of a write.

    >>> read_written(np.array([5.0, 7.0]), [0, 0])
    array([0., 5.])
    """
    taken = y_bar[index]
    if not may_repeat(index):
        return taken
    order = np.arange(np.size(taken)).reshape(np.shape(taken))
    writer = np.zeros(np.shape(y_bar), dtype=order.dtype)
    writer[index] = order
    return np.where(writer[index] == order, taken, 0.0)


def along(indices: Any, axis: int) -> tuple[Any, ...]:
    """The index that `np.take(a, indices, axis)` stands for.

    >>> along([0, 2], 1)
    (slice(None, None, None), [0, 2])
    """
    everything = slice(None)
    if axis < 0:
        return (Ellipsis, indices, *(everything,) * (-axis - 1))
    return (*(everything,) * axis, indices)


def within(indices: Any, a: Any, axis: int | None, mode: str) -> Any:
    """The indices that `np.take(a, indices, axis, mode=mode)` really reads."""
    if mode == "raise":
        return indices
    n = np.size(a) if axis is None else np.shape(a)[axis]
    return np.mod(indices, n) if mode == "wrap" else np.clip(indices, 0, n - 1)


def take_bar(y_bar: Any, a: Any, indices: Any, axis: int | None) -> Any:
    """The cotangent of `a` in `np.take(a, indices, axis)`."""
    if axis is None:
        return np.reshape(scatter_add(y_bar, indices, np.ravel(a)), np.shape(a))
    return scatter_add(y_bar, along(indices, axis), a)


def repeat_indices(a: Any, repeats: Any, axis: int | None) -> Any:
    """The indices for which `np.repeat(a, repeats, axis)` is `np.take(a, indices, axis)`."""
    return np.repeat(np.arange(np.size(a) if axis is None else np.shape(a)[axis]), repeats)


def may_repeat_type(index: Any) -> bool:
    """`may_repeat` of an index of which known parts are values and others types: unless it is certain that not."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(p, np.ndarray | list | range) or getattr(p, "ndim", 0) or _is_list_type(p) for p in parts)


def _is_list_type(part: Any) -> bool:
    return type(part).__name__ in ("List", "FixedList", "Range", "Unknown")
