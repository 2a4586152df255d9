"""Rules of functions that change the shape of arrays: all linear, each the transpose of another.

`y = np.transpose(a)` -> `a_bar = np.transpose(y_bar)`; `y = np.broadcast_to(a, shape)` -> `a_bar = match(y_bar, a)`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.rules import result_indexing, result_joining, result_shapes
from s2sad.rules.result_shapes import evaluated
from s2sad.rules.table import RuleTable
from s2sad.runtime.indexing import repeat_indices, take_bar
from s2sad.runtime.shaping import (
    as_kind,
    diag_bar,
    diagonal_bar,
    inverse_axes,
    lanes_like,
    match,
    of_shape,
    reshape_in_order,
    reshape_like,
    unroll,
    untile,
    untranspose,
)

TABLE = RuleTable()


@TABLE.linear(match, wrt="v", result=result_shapes.match_type, alias="maybe")
def match_vjp(y_bar: Any, y: Any, v: Any, x: Any) -> Any:
    return match(y_bar, v)


@TABLE.linear(as_kind, wrt="v", result=result_shapes.kind_type, alias="maybe")
def as_kind_vjp(y_bar: Any, y: Any, v: Any, x: Any) -> Any:
    return as_kind(y_bar, v)


# --- the same elements in another shape or order ----------------------------------------------------------------------


@TABLE.linear(
    np.reshape, np.ndarray.reshape, wrt="a", result=result_shapes.reshape_type, alias="maybe", static=("order",)
)
def reshape_vjp(y_bar: Any, y: Any, a: Any, shape: Any, order: Any = "C", *, copy: Any = None) -> Any:
    return reshape_like(y_bar, a) if order == "C" else reshape_in_order(y_bar, a, order)


@TABLE.linear(reshape_in_order, wrt="v", result=result_shapes.like_second, alias="maybe", static=("order",))
def reshape_in_order_vjp(y_bar: Any, y: Any, v: Any, x: Any, order: Any) -> Any:
    return reshape_in_order(y_bar, v, order)


@TABLE.linear(of_shape, wrt="v", result=lambda v, x, what: v, alias="maybe", effect="may_raise", kept=True)
def of_shape_vjp(y_bar: Any, y: Any, v: Any, x: Any, what: Any) -> Any:
    return y_bar


@TABLE.linear(reshape_like, wrt="v", result=result_shapes.like_second, alias="maybe")
def reshape_like_vjp(y_bar: Any, y: Any, v: Any, x: Any) -> Any:
    return reshape_like(y_bar, v)


@TABLE.linear(np.ndarray.flatten, wrt="a", result=result_shapes.ravel_type, static=("order",))
@TABLE.linear(np.ravel, np.ndarray.ravel, wrt="a", result=result_shapes.ravel_type, alias="maybe", static=("order",))
def ravel_vjp(y_bar: Any, y: Any, a: Any, order: Any = "C") -> Any:
    return reshape_like(y_bar, a) if order == "C" else reshape_in_order(y_bar, a, order)


@TABLE.linear(
    np.squeeze, np.ndarray.squeeze, wrt="a", result=result_shapes.squeeze_type, alias="view", static=("axis",)
)
def squeeze_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None) -> Any:
    return reshape_like(y_bar, a)


@TABLE.linear(np.expand_dims, wrt="a", result=result_shapes.expand_dims_type, alias="view", static=("axis",))
def expand_dims_vjp(y_bar: Any, y: Any, a: Any, axis: Any) -> Any:
    return reshape_like(y_bar, a)


@TABLE.linear(np.transpose, np.ndarray.transpose, wrt="a", result=result_shapes.transpose_type, alias="view")
def transpose_vjp(y_bar: Any, y: Any, a: Any, axes: Any = None) -> Any:
    return untranspose(y_bar, axes)


@TABLE.linear(np.swapaxes, np.ndarray.swapaxes, wrt="a", result=result_shapes.swapaxes_type, alias="view")
def swapaxes_vjp(y_bar: Any, y: Any, a: Any, axis1: Any, axis2: Any) -> Any:
    return np.swapaxes(y_bar, axis1, axis2)


@TABLE.linear(np.moveaxis, wrt="a", result=result_shapes.moved_type, alias="view")
def moveaxis_vjp(y_bar: Any, y: Any, a: Any, source: Any, destination: Any) -> Any:
    return np.moveaxis(y_bar, destination, source)


@TABLE.linear(np.broadcast_to, wrt="array", result=result_shapes.broadcast_to_type, alias="view")
def broadcast_to_vjp(y_bar: Any, y: Any, array: Any, shape: Any) -> Any:
    return match(y_bar, array)


@TABLE.inlined(np.broadcast_arrays)
def broadcast_arrays(*args: Any) -> Any:
    shape = np.broadcast_shapes(*[np.shape(x) for x in args])
    return tuple([np.broadcast_to(x, shape) for x in args])


@TABLE.inlined(np.atleast_1d)
def atleast_1d(*arys: Any) -> Any:
    return at_least(arys[0], 1) if len(arys) == 1 else tuple([at_least(x, 1) for x in arys])


@TABLE.inlined(np.atleast_2d)
def atleast_2d(*arys: Any) -> Any:
    return at_least(arys[0], 2) if len(arys) == 1 else tuple([at_least(x, 2) for x in arys])


@TABLE.inlined(np.atleast_3d)
def atleast_3d(*arys: Any) -> Any:
    return at_least(arys[0], 3) if len(arys) == 1 else tuple([at_least(x, 3) for x in arys])


def at_least(x: Any, ndim: int) -> Any:
    """`x` with axes of one: in front, but the third one behind."""
    if np.ndim(x) == 0:
        return np.reshape(x, (1,) * ndim)
    if np.ndim(x) >= ndim:
        return np.asarray(x)
    front = np.expand_dims(x, 0) if np.ndim(x) == 1 and ndim > 1 else x
    return np.expand_dims(front, -1) if ndim == 3 else front


@TABLE.linear(np.flip, wrt="m", result=result_shapes.flip_type, alias="view")
def flip_vjp(y_bar: Any, y: Any, m: Any, axis: Any = None) -> Any:
    return np.flip(y_bar, axis)


@TABLE.inlined(np.fliplr)
def fliplr(m: Any) -> Any:
    return np.flip(m, 1)


@TABLE.inlined(np.flipud)
def flipud(m: Any) -> Any:
    return np.flip(m, 0)


@TABLE.inlined(np.rot90)
def rot90(m: Any, k: Any = 1, axes: Any = (0, 1)) -> Any:
    """Quarter turns: a flip for each half of one, and an exchange of the axes for the odd ones."""
    if k % 4 == 0:
        return m
    if k % 4 == 2:
        return np.flip(m, axes)
    return _odd_turns(m, k, axes[0], axes[1])


def _odd_turns(m: Any, k: Any, first: Any, second: Any) -> Any:
    if k % 4 == 1:
        return np.swapaxes(np.flip(m, second), first, second)
    return np.flip(np.swapaxes(m, first, second), second)


@TABLE.inlined(np.rollaxis)
def rollaxis(a: Any, axis: Any, start: Any = 0) -> Any:
    """The axis is put before the one that is at `start` now."""
    axis = axis % np.ndim(a)
    before = start % np.ndim(a) if start < np.ndim(a) else start
    return np.moveaxis(a, axis, before - 1 if axis < before else before)


if hasattr(np, "matrix_transpose"):  # NumPy 2

    @TABLE.inlined(np.matrix_transpose, np.linalg.matrix_transpose)
    def matrix_transpose(x: Any, /) -> Any:
        return np.swapaxes(x, -1, -2)


@TABLE.linear(np.roll, wrt="a", result=result_shapes.same)
def roll_vjp(y_bar: Any, y: Any, a: Any, shift: Any, axis: Any = None) -> Any:
    return unroll(y_bar, shift, axis)


# --- copies of elements -----------------------------------------------------------------------------------------------


@TABLE.linear(np.tile, wrt="A", result=result_shapes.tile_type)
def tile_vjp(y_bar: Any, y: Any, A: Any, reps: Any) -> Any:
    return untile(y_bar, A, reps)


@TABLE.linear(untile, wrt="v", result=result_shapes.like_second)
def untile_vjp(y_bar: Any, y: Any, v: Any, x: Any, reps: Any) -> Any:
    return np.tile(y_bar, reps)


@TABLE.linear(np.repeat, np.ndarray.repeat, wrt="a", result=result_shapes.repeat_type, static=("axis",))
def repeat_vjp(y_bar: Any, y: Any, a: Any, repeats: Any, axis: Any = None) -> Any:
    return take_bar(y_bar, a, repeat_indices(a, repeats, axis), axis)


# --- diagonals and triangles ------------------------------------------------------------------------------------------


@TABLE.linear(np.diag, wrt="v", result=result_joining.diag_type, alias="maybe")
def diag_vjp(y_bar: Any, y: Any, v: Any, k: Any = 0) -> Any:
    return diag_bar(y_bar, v, k)


@TABLE.inlined(np.diagflat)
def diagflat(v: Any, k: Any = 0) -> Any:
    return np.diag(np.ravel(v), k)


@TABLE.linear(np.diagonal, np.ndarray.diagonal, wrt="a", result=result_joining.diagonal_type, alias="view")
def diagonal_vjp(y_bar: Any, y: Any, a: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Any:
    return diagonal_bar(y_bar, a, offset, axis1, axis2)


@TABLE.linear(diagonal_bar, wrt="v", result=result_shapes.like_second)
def diagonal_bar_vjp(y_bar: Any, y: Any, v: Any, x: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Any:
    return match(np.diagonal(y_bar, offset, axis1, axis2), v)


@TABLE.linear(np.trace, np.ndarray.trace, wrt="a", result=result_joining.trace_type)
def trace_vjp(y_bar: Any, y: Any, a: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Any:
    return diagonal_bar(np.expand_dims(y_bar, -1), a, offset, axis1, axis2)


@TABLE.linear(np.tril, wrt="m", result=result_joining.triangle_type)
def tril_vjp(y_bar: Any, y: Any, m: Any, k: Any = 0) -> Any:
    return match(np.tril(y_bar, k), m)


@TABLE.linear(np.triu, wrt="m", result=result_joining.triangle_type)
def triu_vjp(y_bar: Any, y: Any, m: Any, k: Any = 0) -> Any:
    return match(np.triu(y_bar, k), m)


def _inverse_axes_type(axes: Any) -> Any:
    known = evaluated(inverse_axes)(axes)
    return known if result_shapes.is_known(axes) else result_joining.axes_type(axes)


TABLE.constant(inverse_axes, result=_inverse_axes_type)
TABLE.constant(repeat_indices, result=result_indexing.repeat_indices_type)

TABLE.constant(lanes_like, result=result_shapes.lanes_type, alias="maybe", kept=True)
