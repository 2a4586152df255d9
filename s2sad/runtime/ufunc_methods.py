"""Methods of ufuncs as functions of values, and what their rules call.

`multiply_at(x, i, v)` is the array that `np.multiply.at(x, i, v)` leaves behind; `records(x)` says where the entry is
that `np.maximum.accumulate` holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.indexing import add_at


def multiply_at(x: Any, index: Any, v: Any) -> Any:
    """A copy of `x` with the entries at `index` multiplied by `v`, once per mention."""
    y = np.array(x)
    np.multiply.at(y, index, v)
    return y


def maximum_at(x: Any, index: Any, v: Any) -> Any:
    """A copy of `x` with the entries at `index` raised to `v`."""
    y = np.array(x)
    np.maximum.at(y, index, v)
    return y


def minimum_at(x: Any, index: Any, v: Any) -> Any:
    """A copy of `x` with the entries at `index` lowered to `v`."""
    y = np.array(x)
    np.minimum.at(y, index, v)
    return y


AT: dict[Any, Any] = {
    np.add: add_at,
    np.subtract: add_at,
    np.multiply: multiply_at,
    np.maximum: maximum_at,
    np.minimum: minimum_at,
}
"""ufunc -> its method `at` as a function of values; a subtraction adds the negative."""


def mentions(index: Any, x: Any) -> Any:
    """The entries of `x`, counted through, that an index names, in the order of its mentions."""
    return np.ravel(np.arange(np.size(x)).reshape(np.shape(x))[index])


def operands(v: Any, index: Any, x: Any) -> Any:
    """`v` as a vector with one entry per mention."""
    return np.ravel(np.broadcast_to(v, np.shape(x[index])))


def records(x: Any) -> Any:
    """Where the largest entry up to each entry of the rows is; of equal ones, the first."""
    best = np.maximum.accumulate(x, axis=-1)
    place = np.zeros(np.shape(x), dtype=int)
    place[..., 1:] = np.where(x[..., 1:] > best[..., :-1], np.arange(1, max(np.shape(x)[-1], 1)), 0)
    return np.maximum.accumulate(place, axis=-1)


def segments(indices: Any, n: int) -> tuple[Any, Any]:
    """Where the segments of a `reduceat` start and end: one that would end before it starts has one entry."""
    starts = np.asarray(indices)
    ends = np.append(starts[1:], n)
    return starts, np.where(ends > starts, ends, starts + 1)


def add_reduceat_bar(y_bar: Any, indices: Any, x: Any, axis: int = 0) -> Any:
    """The cotangent of `x` in `np.add.reduceat(x, indices, axis)`."""
    x_bar = np.zeros(np.shape(x), np.result_type(y_bar))
    rows, parts = np.moveaxis(x_bar, axis, -1), np.moveaxis(y_bar, axis, -1)
    for k, (start, end) in enumerate(zip(*segments(indices, np.shape(x)[axis]), strict=True)):
        rows[..., start:end] += parts[..., k : k + 1]
    return x_bar
