"""Helpers of the product rules: the cotangents of the two sides of a product, for every combination of ranks.

`matmul_bar_left(y_bar, a, b)` is `y_bar @ b.T` for matrices, the outer product of `y_bar` and `b` for a vector `b`.
The formulas are those of Giles, *Collected matrix derivative results for forward and reverse mode AD* (2008), 2.2.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.shaping import as_kind, match, reshape_like


def axes_range(start: int, stop: int) -> tuple[int, ...]:
    """The axes from `start` up to `stop`.

    >>> axes_range(1, 3)
    (1, 2)
    """
    return tuple(range(start, stop))


def matmul_bar_left(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `a` in `a @ b`."""
    if np.ndim(a) == 2 and np.ndim(b) == 2:
        return as_kind(y_bar @ b.T, a)
    if np.ndim(b) == 1:
        return as_kind(columns_by(y_bar, b), a)
    if np.ndim(a) == 1 and np.ndim(b) == 2:
        return as_kind(b @ y_bar, a)
    if np.ndim(a) == 1:
        return as_kind(np.tensordot(y_bar, np.swapaxes(b, -1, -2), axes=np.ndim(b) - 1), a)
    return match(y_bar @ np.swapaxes(b, -1, -2), a)


def matmul_bar_right(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `b` in `a @ b`."""
    if np.ndim(a) == 2 and np.ndim(b) <= 2:
        return as_kind(a.T @ y_bar, b)
    if np.ndim(a) == 1:
        return as_kind(rows_by(a, y_bar), b)
    if np.ndim(b) == 1:
        return as_kind(np.tensordot(y_bar, a, axes=np.ndim(a) - 1), b)
    return match(np.swapaxes(a, -1, -2) @ y_bar, b)


def columns_by(y_bar: Any, b: Any) -> Any:
    """`y_bar[..., i] * b[j]` at `[..., i, j]`: the outer product, for any number of leading axes."""
    if np.ndim(y_bar) == 0:
        return y_bar * b
    if np.ndim(y_bar) == 1:
        return y_bar[:, None] * b
    return np.expand_dims(y_bar, -1) * b


def rows_by(a: Any, y_bar: Any) -> Any:
    """`a[i] * y_bar[..., j]` at `[..., i, j]`."""
    if np.ndim(y_bar) == 0:
        return a * y_bar
    if np.ndim(y_bar) == 1:
        return a[:, None] * y_bar
    return np.expand_dims(a, -1) * np.expand_dims(y_bar, -2)


def dot_bar_left(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `a` in `np.dot(a, b)`: the sum runs over the last axis of `a`, the last but one of `b`."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return match(y_bar * b, a)
    if np.ndim(b) == 1 or (np.ndim(a) <= 2 and np.ndim(b) == 2):
        return matmul_bar_left(y_bar, a, b)
    return as_kind(np.tensordot(y_bar, np.moveaxis(b, -2, -1), axes=np.ndim(b) - 1), a)


def dot_bar_right(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `b` in `np.dot(a, b)`."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return match(y_bar * a, b)
    if np.ndim(b) == 1 or (np.ndim(a) <= 2 and np.ndim(b) == 2):
        return matmul_bar_right(y_bar, a, b)
    return as_kind(np.moveaxis(np.tensordot(np.moveaxis(a, -1, 0), y_bar, axes=np.ndim(a) - 1), 0, -2), b)


def inner_bar_left(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `a` in `np.inner(a, b)`, whose sum runs over the last axes."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return match(y_bar * b, a)
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return as_kind(y_bar * b, a)
    return as_kind(np.tensordot(y_bar, b, axes=np.ndim(b) - 1), a)


def inner_bar_right(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `b` in `np.inner(a, b)`."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return match(y_bar * a, b)
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return as_kind(y_bar * a, b)
    rows = axes_range(0, np.ndim(a) - 1)
    return as_kind(np.tensordot(y_bar, a, axes=(rows, rows)), b)


def outer_bar_left(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `a` in `np.outer(a, b)`, which flattens both."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return as_kind(y_bar @ b, a)
    return as_kind(reshape_like(y_bar @ np.ravel(b), a), a)


def outer_bar_right(y_bar: Any, a: Any, b: Any) -> Any:
    """The cotangent of `b` in `np.outer(a, b)`."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return as_kind(a @ y_bar, b)
    return as_kind(reshape_like(np.ravel(a) @ y_bar, b), b)


def tensordot_bar_left(y_bar: Any, a: Any, b: Any, axes: Any) -> Any:
    """The cotangent of `a` in `np.tensordot(a, b, axes)`."""
    free, order = tensordot_left(np.ndim(a), np.ndim(b), axes)
    return as_kind(np.transpose(np.tensordot(y_bar, b, axes=free), order), a)


def tensordot_bar_right(y_bar: Any, a: Any, b: Any, axes: Any) -> Any:
    """The cotangent of `b` in `np.tensordot(a, b, axes)`."""
    free, order = tensordot_right(np.ndim(a), np.ndim(b), axes)
    return as_kind(np.transpose(np.tensordot(a, y_bar, axes=free), order), b)


Axes = tuple[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, ...]]


def tensordot_left(ndim_a: int, ndim_b: int, axes: Any) -> Axes:
    """The axes over which `y_bar` and `b` are summed, and the permutation that then gives the axes of `a`.

    >>> tensordot_left(2, 3, ([0], [1]))
    (((1, 2), (0, 2)), (1, 0))
    """
    summed_a, summed_b = contracted(ndim_a, ndim_b, axes)
    free_a, free_b = rest(ndim_a, summed_a), rest(ndim_b, summed_b)
    have = free_a + tuple(summed_a[summed_b.index(axis)] for axis in sorted(summed_b))
    return (axes_range(len(free_a), len(free_a) + len(free_b)), free_b), tuple(have.index(i) for i in range(ndim_a))


def tensordot_right(ndim_a: int, ndim_b: int, axes: Any) -> Axes:
    """The axes over which `a` and `y_bar` are summed, and the permutation that then gives the axes of `b`."""
    summed_a, summed_b = contracted(ndim_a, ndim_b, axes)
    free_a, free_b = rest(ndim_a, summed_a), rest(ndim_b, summed_b)
    have = tuple(summed_b[summed_a.index(axis)] for axis in sorted(summed_a)) + free_b
    return (free_a, axes_range(0, len(free_a))), tuple(have.index(i) for i in range(ndim_b))


def contracted(ndim_a: int, ndim_b: int, axes: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes of `a` and of `b` over which `np.tensordot` sums, in pairs.

    >>> contracted(2, 3, 1)
    ((1,), (0,))
    """
    if not isinstance(axes, list | tuple):
        return axes_range(ndim_a - axes, ndim_a), axes_range(0, axes)
    both = [tuple(part) if isinstance(part, list | tuple) else (part,) for part in axes]
    return tuple(i % ndim_a for i in both[0]), tuple(i % ndim_b for i in both[1])


def rest(ndim: int, axes: tuple[int, ...]) -> tuple[int, ...]:
    """The axes not among `axes`.

    >>> rest(3, (1,))
    (0, 2)
    """
    return tuple(i for i in range(ndim) if i not in axes)


def vector_last(x: Any, axis: int, both: int | None) -> Any:
    """`x` with the axis of its vectors at the end; `both` counts before `axis` where it is given."""
    return x if (axis if both is None else both) == -1 else np.moveaxis(x, axis if both is None else both, -1)


def vector_back(x: Any, axis: int, both: int | None) -> Any:
    """`x` with its last axis where `vector_last` found it."""
    return x if (axis if both is None else both) == -1 else np.moveaxis(x, -1, axis if both is None else both)


def kron_shape(x: Any, ndim: int, first: int) -> tuple[int, ...]:
    """The shape of `x` with axes of one behind (`first`) or before each of its axes, of which there are `ndim`.

    >>> kron_shape(np.zeros((2, 3)), 2, 1), kron_shape(np.zeros(3), 2, 0)
    ((2, 1, 3, 1), (1, 1, 1, 3))
    """
    sizes = (1,) * (ndim - np.ndim(x)) + np.shape(x)
    return tuple(n for size in sizes for n in ((size, 1) if first else (1, size)))


def kron_joined(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape with two axes in one.

    >>> kron_joined((2, 3, 4, 5))
    (6, 20)
    """
    return tuple(n * m for n, m in zip(shape[::2], shape[1::2], strict=True))
