"""The result types of functions that make and reshape arrays: argument types, or known values, to a type.

`transpose_type(Array("float64", (n, 3)))` -> `Array("float64", (3, n))`. What is not known is a dim None or `UNKNOWN`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import prod
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.joins import element_type, is_certain
from s2sad.ir.types import UNKNOWN, Array, Dim, FixedList, List, Scalar, Symbol, Tuple, Type
from s2sad.rules.results import as_type, as_value, known_axes

Dims = tuple[Dim, ...]


def is_known(value: Any) -> bool:
    """Whether an argument and all its parts are known values."""
    if isinstance(value, tuple):
        return all(map(is_known, value))
    if isinstance(value, slice):
        return is_known((value.start, value.stop, value.step))
    return not isinstance(value, Type)


def evaluated(function: Callable[..., Any]) -> Callable[..., Type]:
    """The result type of a function that is evaluated where its arguments are known."""

    def result(*args: Any) -> Type:
        return types.Static.of(function(*args)) if is_known(args) else UNKNOWN

    return result


# --- what an argument is as an array ----------------------------------------------------------------------------------


def agree(a: Dim, b: Dim) -> Dim:
    """The better known of two dims that must be equal at run time."""
    if a == b:
        return a
    ranked = sorted(
        (a, b), key=lambda d: (d is None, not isinstance(d, int), isinstance(d, Symbol) and not d.is_certain)
    )
    return ranked[0]


def agree_all(shapes: Iterable[Dims]) -> Dims | None:
    """The dims of arrays that must have one shape; None if their ranks differ."""
    first, *others = shapes
    for dims in others:
        if len(dims) != len(first):
            return None
        first = tuple(map(agree, first, dims))
    return first


def as_array(value: Any) -> Array | None:
    """The type of `np.asarray(value)`; None if it is not known.

    >>> str(as_array((1, 2.5)))
    'float64[2]'
    """
    elements = parts(value)
    if elements is not None:
        return _stacked(elements)
    t = as_type(value)
    match t:
        case Array():
            return t
        case Scalar():
            return Array(t.dtype, ())
        case List():
            inner = as_array(t.element)
            return inner and Array(inner.dtype, (None, *inner.dims))
    known = as_value(value)
    if isinstance(known, np.ndarray):
        return Array(known.dtype.name, known.shape)
    return None


def parts(value: Any) -> Sequence[Any] | None:
    """The elements of a tuple or list of known length; None for anything else."""
    value = as_value(value)
    if isinstance(value, Tuple | FixedList):
        return value.elements
    return value if isinstance(value, tuple | list) else None


def _stacked(elements: Sequence[Any]) -> Array | None:
    arrays = [as_array(e) for e in elements]
    known = [a for a in arrays if a is not None]
    if len(known) < len(arrays):
        return None
    if not known:
        return Array("float64", (0,))
    dims = agree_all(a.dims for a in known)
    return None if dims is None else Array(common_dtype(known), (len(known), *dims))


def common_dtype(arrays: Iterable[Array | Scalar]) -> str:
    """The dtype of arrays joined into one."""
    return np.result_type(*(np.dtype(a.dtype) for a in arrays)).name


def sequence_of(value: Any) -> tuple[list[Array], bool] | None:
    """The types of the arrays in a sequence, and whether its length is known; None if they are not arrays."""
    t = as_type(value)
    if isinstance(t, List) or (isinstance(t, Array) and t.ndim):
        element = as_array(element_type(t))
        return None if element is None else ([element], False)
    elements = parts(value)
    arrays = [as_array(e) for e in elements or ()]
    known = [a for a in arrays if a is not None]
    return (known, True) if known and len(known) == len(arrays) else None


def shape_dims(shape: Any) -> Dims | None:
    """The dims that a shape argument names: literal sizes, None for those known at run time.

    >>> shape_dims((3, types.INT)), shape_dims(types.INT)
    ((3, None), (None,))
    """
    shape = as_value(shape)
    elements = parts(shape)
    if elements is None:
        elements = (shape,)
        is_float = isinstance(shape, Scalar) and shape.dtype == "float64" and not shape.integral
        if is_float or not isinstance(shape, int | np.integer | Scalar):
            return None
    sizes = [as_value(e) for e in elements]
    return tuple(_dim(n) for n in sizes)


def _dim(size: Any) -> Dim:
    """The dim that a size names."""
    if isinstance(size, int | np.integer):
        return int(size) if size >= 0 else None
    return size.size if isinstance(size, Scalar) else None


def axis_of(axis: Any, ndim: int) -> int | None:
    """A known axis counted from the left, else None."""
    axes = known_axes(axis, ndim) if as_value(axis) is not None else None
    return axes[0] if axes is not None and len(axes) == 1 else None


def dtype_name(dtype: Any, default: str) -> str | None:
    """The name of a dtype argument; `default` for None, None if it is not known."""
    dtype = as_value(dtype)
    if dtype is None:
        return default
    if isinstance(dtype, Type):
        return None
    try:
        return str(np.dtype(dtype).name)
    except TypeError:
        return None


def same(x: Any, *_: Any, **__: Any) -> Type:
    """The result type of a function that keeps dtype and dims and returns an array."""
    a = as_array(x)
    return UNKNOWN if a is None else a


def lanes_type(mask: Any, x: Any) -> Type:
    """The result type of a mask that is brought to the shape of an array."""
    like = as_type(x)
    return Array("bool", like.dims) if isinstance(like, Array) else UNKNOWN


def like_second(_: Any, x: Any, *__: Any, **___: Any) -> Type:
    """The result type of a function whose result is like its second argument, the structure of lists included."""
    elements = parts(x)
    if elements is not None:
        inner = tuple(like_second(_, e) for e in elements)
        is_list = isinstance(as_value(x), FixedList | list)
        return FixedList(inner) if is_list else Tuple(inner)
    t = as_type(x)
    if isinstance(t, Scalar):
        return Scalar(t.dtype)
    return types.with_dims(t.dtype, t.dims) if isinstance(t, Array) else t if isinstance(t, List) else UNKNOWN


def match_type(x_bar: Any, x: Any) -> Type:
    """The result type of `match(x_bar, x)`: the shape of `x`, its dtype where that is inexact."""
    t, given = as_type(x), as_type(x_bar)
    if not isinstance(t, Scalar | Array) or not isinstance(given, Scalar | Array):
        return UNKNOWN
    if isinstance(t, Scalar) and isinstance(given, Scalar) and given.dtype == t.dtype:
        return given
    return types.with_dims(t.dtype if types.is_inexact(t) else given.dtype, types.dims_of(t))


def kind_type(x_bar: Any, x: Any) -> Type:
    """The result type of `as_kind(x_bar, x)`: the shape of `x_bar`, the dtype of `x`."""
    t, given = as_type(x), as_type(x_bar)
    if not isinstance(t, Scalar | Array) or not isinstance(given, Scalar | Array):
        return UNKNOWN
    if isinstance(given, Scalar) and given.dtype == t.dtype:
        return given
    return types.with_dims(t.dtype if types.is_inexact(t) else given.dtype, types.dims_of(given))


# --- reshaping --------------------------------------------------------------------------------------------------------


def reshape_type(a: Any, shape: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.reshape`."""
    array, dims = as_array(a), shape_dims(shape)
    if array is None or dims is None:
        return UNKNOWN
    elements = parts(shape)
    asked = list(map(as_value, (shape,) if elements is None else elements))
    dims = tuple(_rest_of(array.dims, dims) if n == -1 else d for n, d in zip(asked, dims, strict=True))
    return Array(array.dtype, dims)


def _rest_of(have: Dims, asked: Dims) -> Dim:
    """The dim that -1 in a shape stands for."""
    remaining, size = [d for d in have if d != 1], 1
    for d in asked:
        if d in remaining and d is not None:
            remaining.remove(d)
        elif isinstance(d, int):
            size *= d
    literal = [d for d in remaining if isinstance(d, int)]
    others = [d for d in remaining if not isinstance(d, int)]
    if asked.count(None) != 1 or size == 0 or prod(literal) % size:
        return None
    if not others:
        return prod(literal) // size
    return others[0] if len(others) == 1 and prod(literal) == size else None


def ravel_type(a: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.ravel`."""
    return reshape_type(a, -1)


def squeeze_type(a: Any, axis: Any = None) -> Type:
    """The result type of `np.squeeze`; unknown if it depends on the values of dims."""
    array, axis = as_array(a), as_value(axis)
    if array is None:
        return UNKNOWN
    if axis is not None:
        axes = known_axes(axis, array.ndim)
        return UNKNOWN if axes is None else Array(array.dtype, without(array.dims, axes))
    if any(d is None or (isinstance(d, Symbol) and not d.is_certain) for d in array.dims):
        return UNKNOWN
    return Array(array.dtype, tuple(d for d in array.dims if d != 1))


def without(dims: Dims, axes: Sequence[int]) -> Dims:
    """The dims but those of `axes`."""
    return tuple(d for i, d in enumerate(dims) if i not in axes)


def expand_dims_type(a: Any, axis: Any) -> Type:
    """The result type of `np.expand_dims`."""
    array, axis = as_array(a), as_value(axis)
    count = len(axis) if isinstance(axis, tuple) else 1
    axes = known_axes(axis, array.ndim + count) if array is not None and axis is not None else None
    if array is None or axes is None:
        return UNKNOWN
    old = iter(array.dims)
    return Array(array.dtype, tuple(1 if i in axes else next(old) for i in range(array.ndim + count)))


def transpose_type(a: Any, axes: Any = None) -> Type:
    """The result type of `np.transpose`."""
    array, axes = as_array(a), as_value(axes)
    if array is None:
        return UNKNOWN
    if axes is None:
        return Array(array.dtype, array.dims[::-1])
    order = known_axes(tuple(axes), array.ndim) if isinstance(axes, tuple | list) and is_known(tuple(axes)) else None
    return Array(array.dtype, tuple(array.dims[i] for i in order) if order is not None else (None,) * array.ndim)


def swapaxes_type(a: Any, axis1: Any, axis2: Any) -> Type:
    """The result type of `np.swapaxes`."""
    return moved_type(a, (axis1, axis2), (axis2, axis1))


def moved_type(a: Any, source: Any, destination: Any) -> Type:
    """The result type of `np.moveaxis`."""
    array = as_array(a)
    if array is None:
        return UNKNOWN
    came, went = (known_axes(as_value(x), array.ndim) for x in (source, destination))
    if came is None or went is None or len(came) != len(went):
        return Array(array.dtype, (None,) * array.ndim)
    places = dict(zip(went, came, strict=True))
    others = iter(i for i in range(array.ndim) if i not in came)
    return Array(array.dtype, tuple(array.dims[places[i] if i in places else next(others)] for i in range(array.ndim)))


def broadcast_to_type(array: Any, shape: Any) -> Type:
    """The result type of `np.broadcast_to`: a dim of the array that is not one stays."""
    a, dims = as_array(array), shape_dims(shape)
    if a is None or dims is None:
        return UNKNOWN
    own = (None,) * (len(dims) - a.ndim) + a.dims
    sure = [d if is_certain(d) else None for d in own]
    return Array(a.dtype, tuple(d if d is not None else s for d, s in zip(dims, sure, strict=True)))


def atleast_type(ndim: int) -> Callable[..., Type]:
    """The result type of `np.atleast_1d` or `np.atleast_2d`."""

    def result(x: Any) -> Type:
        a = as_array(x)
        return UNKNOWN if a is None else Array(a.dtype, (1,) * (ndim - a.ndim) + a.dims)

    return result


def flip_type(m: Any, axis: Any = None) -> Type:
    """The result type of `np.flip`."""
    t = as_type(m)
    return types.with_dims(t.dtype, types.dims_of(t)) if isinstance(t, Scalar | Array) else same(m)


def tile_type(x: Any, reps: Any) -> Type:
    """The result type of `np.tile`."""
    a, counts = as_array(x), shape_dims(reps)
    if a is None or counts is None:
        return UNKNOWN
    ndim = max(a.ndim, len(counts))
    dims, counts = (1,) * (ndim - a.ndim) + a.dims, (1,) * (ndim - len(counts)) + counts
    return Array(a.dtype, tuple(map(_times, dims, counts)))


def _times(d: Dim, count: Dim) -> Dim:
    if count == 1:
        return d
    return d * count if isinstance(d, int) and isinstance(count, int) else None


def repeat_type(a: Any, repeats: Any, axis: Any = None) -> Type:
    """The result type of `np.repeat`."""
    array, count = as_array(a), as_value(repeats)
    if array is None:
        return UNKNOWN
    known = count if isinstance(count, int) else None
    if as_value(axis) is None:
        return Array(array.dtype, tuple(_times(d, known) for d in types.dims_of(ravel_type(array))))
    k = axis_of(axis, array.ndim)
    if k is None:
        return Array(array.dtype, (None,) * array.ndim)
    return Array(array.dtype, (*array.dims[:k], _times(array.dims[k], known), *array.dims[k + 1 :]))
