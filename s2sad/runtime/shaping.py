"""Helpers of the shaping rules: cotangents brought to the shape, dtype and structure of what they belong to.

`match(np.ones((3, 2)), np.zeros(2))` -> `array([3., 3.])`
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.errors import ArgumentError, MissingRuleError


def unbroadcast(x_bar: Any, shape: tuple[int, ...]) -> Any:
    """`x_bar` summed over the axes along which `shape` was broadcast, and broadcast where it lacks axes.

    >>> unbroadcast(np.ones((3, 2)), (3, 1))
    array([[2.],
           [2.],
           [2.]])
    """
    missing = len(shape) - np.ndim(x_bar)
    if missing > 0:
        x_bar = np.reshape(x_bar, (1,) * missing + np.shape(x_bar))
    elif missing < 0:
        x_bar = np.sum(x_bar, axis=tuple(range(-missing)))
    ones = tuple(i for i, n in enumerate(shape) if n == 1 != np.shape(x_bar)[i])
    if ones:
        x_bar = np.sum(x_bar, axis=ones, keepdims=True)
    return x_bar if np.shape(x_bar) == shape else np.array(np.broadcast_to(x_bar, shape))


def match(x_bar: Any, x: Any) -> Any:
    """`x_bar` with the shape, dtype and kind of `x`: sums broadcast axes, takes the real part, casts.

    The map is its own transpose: the cotangent of `match(x_bar, x)` goes back through `match(y_bar, x_bar)`.
    """
    if np.shape(x_bar) != np.shape(x):
        x_bar = unbroadcast(x_bar, np.shape(x))
    return as_kind(x_bar, x)


def of_shape(v: Any, x: Any, what: str) -> Any:
    """`v`, which must have the shape of `x`.

    Raises:
        ArgumentError: it has another one.
    """
    if np.shape(v) != np.shape(x):
        raise ArgumentError(f"{what} has shape {np.shape(v)}, but belongs to an array of shape {np.shape(x)}")
    return v


def as_kind(x_bar: Any, x: Any) -> Any:
    """`x_bar` with the dtype of `x`, the real part where `x` is real; a number rather than an array without axes."""
    if np.iscomplexobj(x_bar) and not np.iscomplexobj(x):
        x_bar = np.real(x_bar)
    dtype = np.result_type(x) if isinstance(x, np.ndarray | np.generic) else np.asarray(x).dtype
    if dtype.kind in "fc" and np.asarray(x_bar).dtype != dtype:
        x_bar = np.asarray(x_bar).astype(dtype)
    return x_bar[()] if isinstance(x_bar, np.ndarray) and x_bar.ndim == 0 else x_bar


def reshape_like(x_bar: Any, x: Any) -> Any:
    """`x_bar`, which has as many elements as `x`, in the shape of `x`; a scalar for a scalar."""
    if np.ndim(x) == 0:
        return np.sum(x_bar)
    return np.reshape(x_bar, np.shape(x))


def reshape_in_order(x_bar: Any, x: Any, order: str) -> Any:
    """As `reshape_like`, with the elements read and written in column order; "A" and "K" refuse.

    Raises:
        MissingRuleError: the order depends on how `x` lies in memory.
    """
    if order != "F":
        raise MissingRuleError(
            f"order={order!r} has no derivative rule: the result depends on how the array lies in memory",
            hint="Use order 'C' or 'F'.",
        )
    return np.reshape(x_bar, np.shape(x), order="F")


def inverse_axes(axes: Any) -> tuple[int, ...]:
    """The permutation that undoes `np.transpose(a, axes)`.

    >>> inverse_axes((1, 2, 0))
    (2, 0, 1)
    """
    order = [int(axis) % len(axes) for axis in axes]
    return tuple(order.index(i) for i in range(len(order)))


def untranspose(y_bar: Any, axes: Any) -> Any:
    """The transpose of `np.transpose(a, axes)`."""
    if axes is None:
        return np.transpose(y_bar)
    return np.transpose(y_bar, inverse_axes(axes))


def unroll(y_bar: Any, shift: Any, axis: Any) -> Any:
    """`y_bar` rolled back."""
    if np.ndim(shift) == 0:
        return np.roll(y_bar, -shift, axis)
    return np.roll(y_bar, np.negative(shift), axis)


def in_structure(parts: list[Any], arrays: Any) -> Any:
    """The parts in the structure of `arrays`: a list, a tuple, or an array along its first axis."""
    if isinstance(arrays, np.ndarray):
        return np.stack(parts) if parts else np.zeros_like(arrays)
    return tuple(parts) if isinstance(arrays, tuple) else parts


def split_like(y_bar: Any, arrays: Any, axis: Any = 0) -> Any:
    """The parts of `y_bar` that `np.concatenate(arrays, axis)` made of each of `arrays`."""
    sizes = [np.size(x) if axis is None else np.shape(x)[axis] for x in arrays]
    pieces = np.split(y_bar, np.cumsum(sizes)[:-1], axis=0 if axis is None else axis)
    return in_structure([match(np.reshape(p, np.shape(x)), x) for p, x in zip(pieces, arrays, strict=True)], arrays)


def unstack_like(y_bar: Any, arrays: Any, axis: int = 0) -> Any:
    """The parts of `y_bar` that `np.stack(arrays, axis)` made of each of `arrays`."""
    return in_structure([match(p, x) for p, x in zip(np.moveaxis(y_bar, axis, 0), arrays, strict=True)], arrays)


def unhstack(y_bar: Any, arrays: Any) -> Any:
    """The parts of `y_bar` that `np.hstack(arrays)` made of each of `arrays`."""
    ones = [np.atleast_1d(x) for x in arrays]
    parts = split_like(y_bar, ones, 0 if ones[0].ndim == 1 else 1)
    return in_structure([match(p, x) for p, x in zip(parts, arrays, strict=True)], arrays)


def unvstack(y_bar: Any, arrays: Any) -> Any:
    """The parts of `y_bar` that `np.vstack(arrays)` made of each of `arrays`."""
    parts = split_like(y_bar, [np.atleast_2d(x) for x in arrays], 0)
    return in_structure([match(p, x) for p, x in zip(parts, arrays, strict=True)], arrays)


def unstack(y_bar: Any, x: Any) -> Any:
    """The cotangent of `x` in `np.array(x)`: `y_bar` taken apart into the nested lists and tuples of `x`.

    >>> unstack(np.array([1.0, 2.0]), [0.5, 0.25])
    [np.float64(1.0), np.float64(2.0)]
    """
    if isinstance(x, list | tuple):
        return in_structure([unstack(p, e) for p, e in zip(y_bar, x, strict=True)], x)
    return match(y_bar, x)


def diagonal_bar(y_bar: Any, x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """An array like `x`, zero but for `y_bar` (broadcast) on the diagonal that `np.diagonal(x, offset, ...)` reads."""
    x_bar = np.zeros_like(x)
    if np.ndim(x) == 2 and (offset, axis1, axis2) == (0, 0, 1):
        places = np.arange(min(np.shape(x)))
        x_bar[places, places] = y_bar
        return x_bar
    rows, columns = x_bar.shape[axis1], x_bar.shape[axis2]
    first, last = max(-offset, 0), min(rows, columns - offset)
    i = np.arange(first, max(first, last))
    np.moveaxis(x_bar, (axis1, axis2), (-2, -1))[..., i, i + offset] = y_bar
    return x_bar


def diag_bar(y_bar: Any, v: Any, k: int = 0) -> Any:
    """The cotangent of `v` in `np.diag(v, k)`."""
    if np.ndim(v) == 1:
        return np.diagonal(y_bar, k)
    return diagonal_bar(y_bar, v, k)


def untile(y_bar: Any, x: Any, reps: Any) -> Any:
    """The sum of the copies of `x` that `np.tile(x, reps)` made."""
    counts = tuple(reps) if np.ndim(reps) else (reps,)
    ndim = np.ndim(y_bar)
    counts = (1,) * (ndim - len(counts)) + counts
    shape = (1,) * (ndim - np.ndim(x)) + np.shape(x)
    blocks = np.reshape(y_bar, tuple(n for pair in zip(counts, shape, strict=True) for n in pair))
    return reshape_like(np.sum(blocks, axis=tuple(range(0, 2 * ndim, 2))), x)


def linspace_weights(y_bar: Any, num: int, endpoint: bool) -> Any:
    """How much of `stop` is in each entry of `np.linspace(start, stop, num, endpoint)`, shaped to multiply `y_bar`."""
    return np.reshape(np.linspace(0.0, 1.0, num, endpoint), (num,) + (1,) * (np.ndim(y_bar) - 1))


def lanes_like(mask: Any, x: Any) -> Any:
    """The elements of `x` that are broadcast to where `mask` holds anywhere.

    >>> lanes_like(np.array([[False, True], [False, False]]), np.ones(2))
    array([False,  True])
    """
    have, want = np.shape(mask), np.shape(x)
    if have == want:
        return mask
    full = np.broadcast_to(mask, np.broadcast_shapes(have, want))
    full = np.any(full, axis=tuple(range(full.ndim - len(want))))
    ones = tuple(k for k, n in enumerate(want) if n == 1)
    return np.array(np.broadcast_to(np.any(full, axis=ones, keepdims=True), want))
