"""Rules of joining and splitting arrays, most of them compositions of `np.concatenate` and slices.

`np.dstack([a, b])` is lowered as `np.concatenate([np.atleast_3d(a), np.atleast_3d(b)], 2)`, as NumPy does it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import UNKNOWN
from s2sad.rules import result_joining, result_moving, result_shapes
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.moving import refuse_directive, unblock
from s2sad.runtime.shaping import (
    match,
    split_like,
    unhstack,
    unstack_like,
    unvstack,
)

TABLE = RuleTable()

# --- several arrays in one --------------------------------------------------------------------------------------------


@TABLE.linear(np.concatenate, wrt="arrays", result=result_joining.concatenate_type, static=("axis", "dtype"))
def concatenate_vjp(y_bar: Any, y: Any, arrays: Any, axis: Any = 0, *, dtype: Any = None) -> Any:
    return split_like(y_bar, arrays, axis)


@TABLE.linear(split_like, wrt="v", result=result_shapes.like_second, alias="view")
def split_like_vjp(y_bar: Any, y: Any, v: Any, arrays: Any, axis: Any = 0) -> Any:
    return match(np.concatenate(y_bar, axis), v)


@TABLE.linear(np.stack, wrt="arrays", result=result_joining.stack_type, static=("axis", "dtype"))
def stack_vjp(y_bar: Any, y: Any, arrays: Any, axis: Any = 0, *, dtype: Any = None) -> Any:
    return unstack_like(y_bar, arrays, axis)


@TABLE.linear(unstack_like, wrt="v", result=result_shapes.like_second, alias="view")
def unstack_like_vjp(y_bar: Any, y: Any, v: Any, arrays: Any, axis: Any = 0) -> Any:
    return match(np.stack(y_bar, axis), v)


@TABLE.linear(np.vstack, wrt="tup", result=result_joining.vstack_type, static=("dtype",))
def vstack_vjp(y_bar: Any, y: Any, tup: Any, *, dtype: Any = None) -> Any:
    return unvstack(y_bar, tup)


@TABLE.linear(unvstack, wrt="v", result=result_shapes.like_second, alias="view")
def unvstack_vjp(y_bar: Any, y: Any, v: Any, arrays: Any) -> Any:
    return match(np.vstack(y_bar), v)


@TABLE.linear(np.hstack, wrt="tup", result=result_joining.hstack_type, static=("dtype",))
def hstack_vjp(y_bar: Any, y: Any, tup: Any, *, dtype: Any = None) -> Any:
    return unhstack(y_bar, tup)


@TABLE.linear(unhstack, wrt="v", result=result_shapes.like_second, alias="view")
def unhstack_vjp(y_bar: Any, y: Any, v: Any, arrays: Any) -> Any:
    return match(np.hstack(y_bar), v)


@TABLE.linear(np.block, wrt="arrays", result=result_moving.block_type)
def block_vjp(y_bar: Any, y: Any, arrays: Any) -> Any:
    return unblock(y_bar, arrays)


@TABLE.linear(unblock, wrt="v", result=result_shapes.like_second, alias="view", kept=True)
def unblock_vjp(y_bar: Any, y: Any, v: Any, arrays: Any) -> Any:
    return match(np.block(y_bar), v)


@TABLE.inlined(np.dstack)
def dstack(tup: Any) -> Any:
    return np.concatenate([np.atleast_3d(x) for x in tup], 2)


@TABLE.inlined(np.column_stack)
def column_stack(tup: Any) -> Any:
    return np.concatenate([_as_columns(x) for x in tup], 1)


def _as_columns(x: Any) -> Any:
    return np.reshape(x, (-1, 1)) if np.ndim(x) < 2 else x


@TABLE.inlined(np.append)
def append(arr: Any, values: Any, axis: Any = None) -> Any:
    if axis is None:
        return np.concatenate((np.ravel(arr), np.ravel(values)))
    return np.concatenate((arr, values), axis)


@TABLE.inlined(np.r_)
def r_(*parts: Any) -> Any:
    return np.concatenate([_row_part(p) for p in parts])


@TABLE.inlined(np.c_)
def c_(*parts: Any) -> Any:
    return np.concatenate([_column_part(p) for p in parts], -1)


def _row_part(part: Any) -> Any:
    if isinstance(part, str):
        return refuse_directive(part)
    if isinstance(part, slice) and isinstance(part.step, complex):
        return np.linspace(part.start, part.stop, int(abs(part.step)))
    if isinstance(part, slice):
        return np.arange(0 if part.start is None else part.start, part.stop, 1 if part.step is None else part.step)
    return np.atleast_1d(part)


def _column_part(part: Any) -> Any:
    row = _row_part(part)
    return np.reshape(row, (-1, 1)) if np.ndim(row) < 2 else row


# --- one array in several ---------------------------------------------------------------------------------------------


@TABLE.linear(np.split, wrt="ary", result=result_joining.split_type, alias="view", static=("axis",))
@TABLE.linear(np.array_split, wrt="ary", result=result_moving.array_split_type, alias="view", static=("axis",))
def split_vjp(y_bar: Any, y: Any, ary: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    return np.concatenate(y_bar, axis)


@TABLE.inlined(np.hsplit)
def hsplit(ary: Any, indices_or_sections: Any) -> Any:
    return np.split(ary, indices_or_sections, 1 if np.ndim(ary) > 1 else 0)


@TABLE.inlined(np.vsplit)
def vsplit(ary: Any, indices_or_sections: Any) -> Any:
    return np.split(ary, indices_or_sections, 0)


@TABLE.inlined(np.dsplit)
def dsplit(ary: Any, indices_or_sections: Any) -> Any:
    return np.split(ary, indices_or_sections, 2)


if hasattr(np, "unstack"):  # NumPy 2.1

    @TABLE.inlined(np.unstack)
    def unstack(x: Any, *, axis: Any = 0) -> Any:
        """A list where NumPy gives a tuple, as the length is known only at run time."""
        return [part for part in np.moveaxis(x, axis, 0)]


TABLE.constant(refuse_directive, effect="may_raise", result=always(UNKNOWN))
