"""The result types of functions that make arrays: `zeros_type((3, INT))` -> `Array("float64", (3, None))`."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import INT, UNKNOWN, Array, Dim, Scalar, Tuple, Type
from s2sad.rules.result_shapes import as_array, axis_of, common_dtype, dtype_name, shape_dims
from s2sad.rules.results import as_type, as_value


def dtype_type(*operands: Any) -> Type:
    """The result type of `np.result_type` of numbers, arrays and dtypes: a known dtype."""
    found = [_number_of(operand) for operand in operands]
    numbers = [t for t in found if isinstance(t, Scalar | Array)]
    return types.Static.of(np.dtype(types.result_dtype(numbers).dtype)) if len(numbers) == len(found) else UNKNOWN


def _number_of(operand: Any) -> Type:
    """The type of an operand; of a dtype that of its numbers."""
    value = as_value(operand)
    if isinstance(value, np.dtype) or (isinstance(value, type) and issubclass(value, np.generic)):
        return Scalar(np.dtype(value).name)
    return as_type(operand)


def _made(dtype: str | None, dims: tuple[Dim, ...] | None) -> Type:
    return UNKNOWN if dtype is None or dims is None else Array(dtype, dims)


def zeros_type(shape: Any, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.zeros`, `np.ones` and `np.empty`."""
    return _made(dtype_name(dtype, "float64"), shape_dims(shape))


def zeros_like_type(a: Any, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.zeros_like`, `np.ones_like` and `np.empty_like`."""
    array = as_array(a)
    return UNKNOWN if array is None else _made(dtype_name(dtype, array.dtype), array.dims)


def full_type(shape: Any, fill_value: Any, dtype: Any = None, order: Any = "C") -> Type:
    """The result type of `np.full`."""
    fill = as_array(fill_value)
    return UNKNOWN if fill is None else _made(dtype_name(dtype, fill.dtype), shape_dims(shape))


def full_like_type(a: Any, fill_value: Any, dtype: Any = None) -> Type:
    """The result type of `np.full_like`."""
    del fill_value
    return zeros_like_type(a, dtype)


def eye_type(N: Any, M: Any = None, k: Any = 0, dtype: Any = float, **_: Any) -> Type:
    """The result type of `np.eye`."""
    del k
    columns = N if as_value(M) is None else M
    return _made(dtype_name(dtype, "float64"), shape_dims((N, columns)))


def identity_type(n: Any, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.identity`."""
    return _made(dtype_name(dtype, "float64"), shape_dims((n, n)))


def arange_type(start: Any, stop: Any = None, step: Any = None, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.arange`."""
    bounds = [as_value(x) for x in (start, stop, step) if as_value(x) is not None]
    numbers = [t for t in map(as_type, bounds) if isinstance(t, Scalar)]
    if len(numbers) < len(bounds):
        return UNKNOWN
    known = isinstance(bounds[0], int) and len(bounds) == 1
    return _made(dtype_name(dtype, common_dtype(numbers)), (max(bounds[0], 0) if known else None,))


def linspace_type(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, *, dtype: Any = None, axis: Any = 0
) -> Type:
    """The result type of `np.linspace`."""
    length, ends = shape_dims(num), types.elementwise_type(*(as_array(x) or UNKNOWN for x in (start, stop)))
    if length is None or not isinstance(ends, Scalar | Array):
        return UNKNOWN
    dims = types.dims_of(ends)
    k = axis_of(axis, len(dims) + 1)
    name = dtype_name(dtype, types.result_dtype([types.FLOAT, ends]).dtype)
    return _made(name, None if k is None else (*dims[:k], *length, *dims[k:]))


def array_type(object: Any, dtype: Any = None, *_: Any, ndmin: Any = 0, **__: Any) -> Type:
    """The result type of `np.array` and `np.asarray`."""
    made, rank = zeros_like_type(object, dtype), as_value(ndmin)
    if not isinstance(made, Array) or not isinstance(rank, int):
        return UNKNOWN
    return Array(made.dtype, (1,) * (rank - made.ndim) + made.dims)


def laid_out_type(a: Any) -> Type:
    """The result type of `np.ascontiguousarray` and its like: a number is a row of one."""
    t = array_type(a)
    return Array(t.dtype, t.dims or (1,)) if isinstance(t, Array) else UNKNOWN


def astype_type(x: Any, dtype: Any, *_: Any, **__: Any) -> Type:
    """The result type of `x.astype(dtype)`; a NumPy scalar stays one."""
    t, array = as_type(x), as_array(x)
    name = dtype_name(dtype, "float64")
    if array is None or name is None:
        return UNKNOWN
    return Scalar(name) if isinstance(t, Scalar) else Array(name, array.dims)


def shape_type(a: Any) -> Type:
    """The result type of `np.shape`."""
    array = as_array(a)
    return UNKNOWN if array is None else Tuple(tuple(map(types.size_type, array.dims)))


def order_type(a: Any, axis: Any = -1, *_: Any, **__: Any) -> Type:
    """The result type of `np.argsort`."""
    array = as_array(a)
    if array is None:
        return UNKNOWN
    if as_value(axis) is not None:
        return Array("int64", array.dims)
    return Array("int64", array.dims if array.ndim == 1 else (None,))


def weights_type(y_bar: Any, num: Any, endpoint: Any) -> Type:
    """The result type of `linspace_weights`."""
    del endpoint
    array, length = as_array(y_bar), shape_dims(num)
    if array is None or length is None:
        return UNKNOWN
    return Array("float64", (*length, *(1,) * (array.ndim - 1)))


def joint_shape_type(*shapes: Any) -> Type:
    """The result type of `np.broadcast_shapes`: as many integers as the longest shape has."""
    found = [shape_dims(shape) for shape in shapes]
    known = [dims for dims in found if dims is not None]
    return UNKNOWN if len(known) < len(found) else Tuple((INT,) * max(map(len, known), default=0))


def places_type(condition: Any) -> Type:
    """The result type of `np.nonzero` and `np.where` of a condition alone: one array of integers per axis."""
    array = as_array(condition)
    return UNKNOWN if array is None else Tuple((Array("int64", (None,)),) * max(array.ndim, 1))


def flat_places_type(a: Any) -> Type:
    """The result type of `np.flatnonzero`."""
    return Array("int64", (None,))


def place_rows_type(a: Any) -> Type:
    """The result type of `np.argwhere`."""
    array = as_array(a)
    return UNKNOWN if array is None else Array("int64", (None, array.ndim))


def search_type(a: Any, v: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.searchsorted`: an integer for each number that is looked for."""
    sought = as_array(v)
    return UNKNOWN if sought is None else types.with_dims("int64", sought.dims)


def bin_type(x: Any, bins: Any, right: Any = False) -> Type:
    """The result type of `np.digitize`."""
    return search_type(bins, x)


def mesh_type(*args: Any) -> Type:
    """The result type of `np.ix_`: one array of integers per argument."""
    lengths = [(as_array(x) or Array("int64", (None,))) for x in args]
    n = len(lengths)
    dims = [None if x.dtype == "bool" else x.dims[0] for x in lengths]
    return Tuple(tuple(Array("int64", (*(1,) * k, d, *(1,) * (n - 1 - k))) for k, d in enumerate(dims)))


def two_rows_type(*_: Any, **__: Any) -> Type:
    """The result type of `np.tril_indices` and `np.triu_indices`: two arrays of integers."""
    return Tuple((Array("int64", (None,)),) * 2)


def indices_type(dimensions: Any, dtype: Any = int, sparse: Any = False) -> Type:
    """The result type of `np.indices`."""
    dims, name = shape_dims(dimensions), dtype_name(dtype, "int64")
    return UNKNOWN if dims is None or name is None or as_value(sparse) else Array(name, (len(dims), *dims))


def tri_type(N: Any, M: Any = None, k: Any = 0, dtype: Any = float) -> Type:
    """The result type of `np.tri`."""
    return eye_type(N, M, k, dtype)


def order_type_of_partition(a: Any, kth: Any, axis: Any = -1, *_: Any, **__: Any) -> Type:
    """The result type of `np.argpartition`."""
    return order_type(a, axis)


def lexsort_type(keys: Any, axis: Any = -1) -> Type:
    """The result type of `np.lexsort`: one order for all keys."""
    array = as_array(keys)
    return UNKNOWN if array is None else Array("int64", array.dims[1:])


def unravelled_type(indices: Any, shape: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.unravel_index`: one array of integers per axis."""
    places, dims = as_array(indices), shape_dims(shape)
    if places is None or dims is None:
        return UNKNOWN
    return Tuple((types.with_dims("int64", places.dims),) * len(dims))


def ravelled_type(multi_index: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.ravel_multi_index`."""
    places = as_array(multi_index)
    return UNKNOWN if places is None else types.with_dims("int64", places.dims[1:])
