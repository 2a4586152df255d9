"""The result types of functions that make arrays: `zeros_type((3, INT))` -> `Array("float64", (3, None))`."""

from __future__ import annotations

from typing import Any

from s2sad.ir import types
from s2sad.ir.types import UNKNOWN, Array, Dim, Scalar, Tuple, Type
from s2sad.rules.result_shapes import as_array, common_dtype, dtype_name, shape_dims
from s2sad.rules.results import as_type, as_value


def _made(dtype: str | None, dims: tuple[Dim, ...] | None) -> Type:
    return UNKNOWN if dtype is None or dims is None else Array(dtype, dims)


def zeros_type(shape: Any, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.zeros`, `np.ones` and `np.empty`."""
    return _made(dtype_name(dtype, "float64"), shape_dims(shape))


def zeros_like_type(a: Any, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.zeros_like`, `np.ones_like` and `np.empty_like`."""
    array = as_array(a)
    return UNKNOWN if array is None else _made(dtype_name(dtype, array.dtype), array.dims)


def full_type(shape: Any, fill_value: Any, dtype: Any = None) -> Type:
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


def linspace_type(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, **_: Any) -> Type:
    """The result type of `np.linspace`."""
    del endpoint
    length, ends = shape_dims(num), types.elementwise_type(*(as_array(x) or UNKNOWN for x in (start, stop)))
    if length is None or not isinstance(ends, Scalar | Array):
        return UNKNOWN
    return Array(types.result_dtype([types.FLOAT, ends]).dtype, (*length, *types.dims_of(ends)))


def array_type(object: Any, dtype: Any = None, **_: Any) -> Type:
    """The result type of `np.array` and `np.asarray`."""
    return zeros_like_type(object, dtype)


def astype_type(x: Any, dtype: Any) -> Type:
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


def order_type(a: Any, axis: Any = -1, **_: Any) -> Type:
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
