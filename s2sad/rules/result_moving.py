"""The result types of functions that move elements: mostly the rank is known and the changed axis is not.

`insert_type(Array("float64", (n, m)), INT, FLOAT, 0)` -> `Array("float64", (None, m))`.
"""

from __future__ import annotations

from typing import Any

from s2sad.ir import types
from s2sad.ir.types import INT, UNKNOWN, Array, FixedList, List, Scalar, Tuple, Type
from s2sad.rules.result_shapes import (
    as_array,
    axis_of,
    common_dtype,
    like_second,
    parts,
    sequence_of,
    shape_dims,
)
from s2sad.rules.results import as_type, as_value, flat_dims, known_axes, spread_type


def collected_type(v: Any, places: Any, x: Any, start: Any = 0) -> Type:
    """The result type of `collected`: like `x`, with NumPy's number for one."""
    return like_second(v, x)


def placed_type(x: Any, places: Any, start: Any = 0) -> Type:
    """The result type of `placed`: the dtype of `x`, the dims of `places`."""
    source, at = as_array(x), as_array(places)
    return UNKNOWN if source is None or at is None else Array(source.dtype, at.dims)


def like_third(_: Any, __: Any, x: Any, *___: Any) -> Type:
    """The result type of a function whose result is like its third argument."""
    return like_second(_, x)


def along_one_axis(a: Any, axis: Any) -> Type:
    """An array whose length along `axis` is not known; flat without an axis."""
    array = as_array(a)
    if array is None:
        return UNKNOWN
    if as_value(axis) is None:
        return Array(array.dtype, (None,))
    k = axis_of(axis, array.ndim)
    return Array(array.dtype, tuple(None if k is None or i == k else d for i, d in enumerate(array.dims)))


def insert_type(arr: Any, obj: Any, values: Any, axis: Any = None) -> Type:
    """The result type of `np.insert`."""
    return along_one_axis(arr, axis)


def resized_type(arr: Any, obj: Any, axis: Any = None) -> Type:
    """The result type of `np.delete`."""
    return along_one_axis(arr, axis)


def resize_type(a: Any, new_shape: Any) -> Type:
    """The result type of `np.resize`."""
    array, dims = as_array(a), shape_dims(new_shape)
    return UNKNOWN if array is None or dims is None else Array(array.dtype, dims)


def pad_type(array: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.pad`: of the same rank."""
    a = as_array(array)
    return UNKNOWN if a is None else Array(a.dtype, (None,) * a.ndim)


same_rank = pad_type


def unpadded_type(v: Any, pad_width: Any) -> Type:
    """The result type of `unpadded`: of the same rank, a number as it is."""
    t = as_type(v)
    return t if isinstance(t, types.Scalar) else same_rank(v)


def choose_type(a: Any, choices: Any, **_: Any) -> Type:
    """The result type of `np.choose`."""
    numbers, found = as_array(a), sequence_of(choices)
    if numbers is None or found is None:
        return UNKNOWN
    return types.with_dims(common_dtype(found[0]), types.broadcast_dims([numbers.dims, *(x.dims for x in found[0])]))


def sort_type(a: Any, *_: Any, axis: Any = -1, **__: Any) -> Type:
    """The result type of `np.partition`."""
    array, given = as_array(a), _[1] if len(_) > 1 else axis
    if array is None or as_value(given) is not None:
        return UNKNOWN if array is None else array
    return Array(array.dtype, array.dims if array.ndim == 1 else (None,))


def windows_type(x: Any, window_shape: Any, axis: Any = None) -> Type:
    """The result type of `sliding_window_view`: shorter axes, then those of the window."""
    array, window = as_array(x), shape_dims(window_shape)
    if array is None or window is None:
        return UNKNOWN
    axes = known_axes(axis, array.ndim)
    dims = tuple(None if axes is None or k in axes else d for k, d in enumerate(array.dims))
    return Array(array.dtype, (*dims, *window))


def strided_type(x: Any, shape: Any = None, strides: Any = None, *_: Any, **__: Any) -> Type:
    """The result type of `as_strided`."""
    array, dims = as_array(x), shape_dims(shape) if as_value(shape) is not None else None
    if array is None or (dims is None and as_value(shape) is not None):
        return UNKNOWN
    return Array(array.dtype, array.dims if dims is None else dims)


def place_numbers(a: Any, *_: Any) -> Type:
    """The result type of the functions that say where elements came from: integers of some shape."""
    return UNKNOWN


def along_axis_type(arr: Any, indices: Any, axis: Any) -> Type:
    """The result type of `along_axis`: one array of integers per axis."""
    array, picked = as_array(arr), as_array(indices)
    k = axis_of(axis, array.ndim) if array is not None else None
    if array is None or picked is None or k is None:
        return UNKNOWN
    n = array.ndim
    others = [Array("int64", (d, *(1,) * (n - 1 - i))) for i, d in enumerate(array.dims)]
    return Tuple(tuple(picked if i == k else other for i, other in enumerate(others)))


def index_type(x: Any, *_: Any) -> Type:
    """The result type of `flat_index` and its like: as many arrays of integers as `x` has axes."""
    array = as_array(x)
    return UNKNOWN if array is None else Tuple((Array("int64", (None,)),) * array.ndim)


def mask_like_type(mask: Any, x: Any, v: Any) -> Type:
    """The result type of `mask_like`: of the shape of `x`."""
    array = as_array(x)
    return UNKNOWN if array is None else Array("bool", array.dims)


def index_tuples_type(*shape: Any) -> Type:
    """The result type of `index_tuples`: a list of tuples of integers."""
    rank = len(parts(shape[0]) or ()) if len(shape) == 1 and parts(shape[0]) is not None else len(shape)
    return List(Tuple((INT,) * rank))


def one_border_type(value: Any) -> Type:
    """The result type of `one_border`: what it is given."""
    return as_type(value)


def block_type(arrays: Any) -> Type:
    """The result type of `np.block`: the rank is the deepest nesting or the highest rank in it."""
    found = _leaves(arrays, 0)
    if found is None:
        return UNKNOWN
    depth, leaves = found
    ndim = max(depth, *(leaf.ndim for leaf in leaves))
    return Array(common_dtype(leaves), (None,) * ndim)


def _leaves(arrays: Any, depth: int) -> tuple[int, list[Array]] | None:
    """How deep lists are nested, and the arrays in them."""
    value = as_value(arrays)
    if isinstance(value, List):
        element = as_array(value.element)
        return None if element is None else (depth + 1, [element])
    if not isinstance(value, FixedList | list):
        leaf = as_array(value)
        return None if leaf is None else (depth, [leaf])
    inner = [_leaves(part, depth + 1) for part in parts(value) or ()]
    known = [part for part in inner if part is not None]
    if not known or len(known) < len(inner):
        return None
    return max(d for d, _ in known), [leaf for _, found in known for leaf in found]


def array_split_type(ary: Any, indices_or_sections: Any, axis: Any = 0) -> Type:
    """The result type of `np.array_split`: a list of arrays whose lengths differ."""
    piece, sections = along_one_axis(ary, axis), as_value(indices_or_sections)
    cuts = parts(sections)
    if not isinstance(piece, Array) or as_value(axis) is None:
        return UNKNOWN
    count = sections if isinstance(sections, int) else len(cuts) + 1 if cuts is not None else None
    return List(piece) if count is None else FixedList((piece,) * count)


def joined_shape_type(first: Any, second: Any) -> Type:
    """The result type of `joined_shape`: as many integers as both have."""
    dims = shape_dims(first), shape_dims(second)
    return UNKNOWN if dims[0] is None or dims[1] is None else Tuple((INT,) * len((*dims[0], *dims[1])))


def axes_last_type(x: Any, axis: Any = None) -> Type:
    """The result type of `axes_last`: the other dims, then the flattened reduced ones."""
    t = as_type(x)
    if not isinstance(t, Scalar | Array):
        return UNKNOWN
    dims = types.dims_of(t)
    axes = known_axes(axis, len(dims))
    if axes is None:
        return UNKNOWN
    flat = flat_dims(tuple(dims[k] for k in axes))
    return Array(t.dtype, (*(dim for k, dim in enumerate(dims) if k not in axes), *flat))


def axes_back_type(rows: Any, x: Any, axis: Any = None) -> Type:
    """The result type of `axes_back`: an array of `x`'s dims."""
    return spread_type(rows, x, axis)
