"""The result types of joining, splitting and diagonals: `(n, 3)` and `(2, 3)` concatenate to `(n+2, 3)`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import INT, UNKNOWN, Array, Dim, FixedList, List, Tuple, Type
from s2sad.rules.result_shapes import (
    agree_all,
    as_array,
    atleast_type,
    axis_of,
    common_dtype,
    dtype_name,
    parts,
    ravel_type,
    sequence_of,
    without,
)
from s2sad.rules.results import as_value


def _sum_dims(dims: Iterable[Dim]) -> Dim:
    """The sum of dims: sizes, and at most one symbol."""
    total, symbol = 0, None
    for d in dims:
        if isinstance(d, int):
            total += d
        elif d is None or symbol is not None:
            return None
        else:
            symbol = d
    return total if symbol is None else symbol.plus(total)


def _concatenated(arrays: list[Array], is_all: bool, axis: int) -> Type:
    dims = agree_all(without(a.dims, (axis,)) for a in arrays)
    if dims is None:
        return UNKNOWN
    joined = _sum_dims(a.dims[axis] for a in arrays) if is_all else None
    return Array(common_dtype(arrays), (*dims[:axis], joined, *dims[axis:]))


def with_dtype(joined: Type, dtype: Any) -> Type:
    """The type of joined arrays whose dtype was asked for."""
    name = dtype_name(dtype, getattr(joined, "dtype", ""))
    return Array(name, joined.dims) if isinstance(joined, Array) and name is not None else UNKNOWN


def concatenate_type(arrays: Any, axis: Any = 0, *, dtype: Any = None) -> Type:
    """The result type of `np.concatenate`."""
    return with_dtype(_concatenate_type(arrays, axis), dtype)


def _concatenate_type(arrays: Any, axis: Any) -> Type:
    found = sequence_of(arrays)
    if found is None:
        return UNKNOWN
    if as_value(axis) is None:
        flat = [a for a in map(ravel_type, found[0]) if isinstance(a, Array)]
        return _concatenated(flat, found[1], 0)
    k = axis_of(axis, found[0][0].ndim)
    if k is None:
        return Array(common_dtype(found[0]), (None,) * found[0][0].ndim)
    return _concatenated(*found, k)


def stack_type(arrays: Any, axis: Any = 0, *, dtype: Any = None) -> Type:
    """The result type of `np.stack`."""
    return with_dtype(_stack_type(arrays, axis), dtype)


def _stack_type(arrays: Any, axis: Any) -> Type:
    found = sequence_of(arrays)
    dims = agree_all(a.dims for a in found[0]) if found is not None else None
    if found is None or dims is None:
        return UNKNOWN
    k = axis_of(axis, len(dims) + 1)
    dtype, length = common_dtype(found[0]), len(found[0]) if found[1] else None
    return Array(dtype, (None,) * (len(dims) + 1) if k is None else (*dims[:k], length, *dims[k:]))


def vstack_type(tup: Any, *, dtype: Any = None) -> Type:
    """The result type of `np.vstack`."""
    return with_dtype(_vstack_type(tup), dtype)


def _vstack_type(tup: Any) -> Type:
    found = sequence_of(tup)
    if found is None:
        return UNKNOWN
    arrays = [a for a in map(atleast_type(2), found[0]) if isinstance(a, Array)]
    return _concatenated(arrays, found[1], 0)


def hstack_type(tup: Any, *, dtype: Any = None) -> Type:
    """The result type of `np.hstack`."""
    return with_dtype(_hstack_type(tup), dtype)


def _hstack_type(tup: Any) -> Type:
    found = sequence_of(tup)
    if found is None:
        return UNKNOWN
    arrays = [a for a in map(atleast_type(1), found[0]) if isinstance(a, Array)]
    return _concatenated(arrays, found[1], 0 if arrays[0].ndim == 1 else 1)


def split_type(ary: Any, indices_or_sections: Any, axis: Any = 0) -> Type:
    """The result type of `np.split`: a list of arrays."""
    a, sections = as_array(ary), as_value(indices_or_sections)
    k = axis_of(axis, a.ndim) if a is not None else None
    if a is None or k is None:
        return UNKNOWN
    whole, known = a.dims[k], isinstance(sections, int)
    size = whole // sections if isinstance(whole, int) and known else None
    piece = Array(a.dtype, (*a.dims[:k], size, *a.dims[k + 1 :]))
    cuts = parts(sections)
    count = sections if known else len(cuts) + 1 if cuts is not None else None
    return List(piece) if count is None else FixedList((piece,) * count)


def diag_type(v: Any, k: Any = 0) -> Type:
    """The result type of `np.diag`."""
    a, offset = as_array(v), as_value(k)
    if a is None or a.ndim not in (1, 2):
        return UNKNOWN
    if a.ndim == 1:
        size = _sum_dims((a.dims[0], abs(offset))) if isinstance(offset, int) else None
        return Array(a.dtype, (size, size))
    return diagonal_type(a, k)


def diagonal_type(a: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Type:
    """The result type of `np.diagonal`."""
    array = as_array(a)
    axes = [axis_of(axis, array.ndim) for axis in (axis1, axis2)] if array is not None else [None]
    if array is None or array.ndim < 2:
        return UNKNOWN
    if None in axes:
        return Array(array.dtype, (None,) * (array.ndim - 1))
    rows, columns = (array.dims[i] for i in axes if i is not None)
    square = rows == columns and as_value(offset) == 0
    return Array(array.dtype, (*without(array.dims, [i for i in axes if i is not None]), rows if square else None))


def trace_type(a: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Type:
    """The result type of `np.trace`, which sums as `np.sum` does."""
    t = diagonal_type(a, offset, axis1, axis2)
    if not isinstance(t, Array):
        return UNKNOWN
    return types.with_dims(np.empty(0, t.dtype).sum().dtype.name, t.dims[:-1])


def triangle_type(m: Any, k: Any = 0) -> Type:
    """The result type of `np.tril` and `np.triu`."""
    a = as_array(m)
    if a is None:
        return UNKNOWN
    return Array(a.dtype, a.dims * 2 if a.ndim == 1 else a.dims)


def axes_type(axes: Any) -> Type:
    """The result type of `inverse_axes`: as many integers as there are axes."""
    axes = as_value(axes)
    elements = parts(axes)
    return UNKNOWN if elements is None else Tuple((INT,) * len(elements))
