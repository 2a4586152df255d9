"""Rules of functions that pick, put in, take out and order elements: all linear in what they move.

Where no view says it, the function moves the numbers of the elements (`places`), and the cotangent is collected there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.rules import result_moving as moved
from s2sad.rules.result_shapes import like_second
from s2sad.rules.table import RuleTable
from s2sad.runtime.indexing import scatter_add
from s2sad.runtime.moving import (
    along_axis,
    choose_bars,
    collected,
    delete_places,
    index_tuples,
    insert_places,
    one_border,
    pad_places,
    partition_places,
    placed,
    resize_places,
    stride_places,
    unpadded,
    windows_bar,
)
from s2sad.runtime.places import diagonal_index, flat_index, mask_index, mask_like
from s2sad.runtime.shaping import match

TABLE = RuleTable()


@TABLE.linear(collected, wrt="v", result=moved.collected_type, kept=True)
def collected_vjp(y_bar: Any, y: Any, v: Any, places: Any, x: Any, start: Any = 0) -> Any:
    return placed(y_bar, places, start)


@TABLE.linear(placed, wrt="x", result=moved.placed_type, kept=True)
def placed_vjp(y_bar: Any, y: Any, x: Any, places: Any, start: Any = 0) -> Any:
    return collected(y_bar, places, x, start)


# --- parts put in and taken out ---------------------------------------------------------------------------------------


@TABLE.linear(np.insert, wrt=("arr", "values"), result=moved.insert_type, static=("axis",))
def insert_vjp(y_bar: Any, y: Any, arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    places = insert_places(arr, obj, values, axis)
    return collected(y_bar, places, arr), collected(y_bar, places, values, np.size(arr))


@TABLE.linear(np.delete, wrt="arr", result=moved.resized_type, static=("axis",))
def delete_vjp(y_bar: Any, y: Any, arr: Any, obj: Any, axis: Any = None) -> Any:
    return collected(y_bar, delete_places(arr, obj, axis), arr)


@TABLE.linear(np.resize, wrt="a", result=moved.resize_type)
def resize_vjp(y_bar: Any, y: Any, a: Any, new_shape: Any) -> Any:
    return collected(y_bar, resize_places(a, new_shape), a)


_PADDED = ("array", "constant_values")


@TABLE.custom(np.pad, wrt=_PADDED, result=moved.pad_type, static=("mode",), linear=_PADDED)
def pad_vjp(y_bar: Any, y: Any, array: Any, pad_width: Any, mode: Any = "constant", *, constant_values: Any = 0) -> Any:
    if mode == "constant":
        inside = unpadded(y_bar, pad_width)
        return inside, match(np.sum(y_bar) - np.sum(inside), one_border(constant_values))
    return collected(y_bar, pad_places(array, pad_width, mode), array), 0.0


@TABLE.custom(np.pad, wrt=_PADDED)
def pad_jvp(
    y: Any,
    array: Any,
    pad_width: Any,
    array_dot: Any,
    constant_values_dot: Any,
    mode: Any = "constant",
    *,
    constant_values: Any = 0,
) -> Any:
    if mode == "constant":
        return np.pad(array_dot, pad_width, constant_values=one_border(constant_values_dot))
    return placed(array_dot, pad_places(array, pad_width, mode))


@TABLE.linear(unpadded, wrt="v", result=moved.unpadded_type, alias="view", kept=True)
def unpadded_vjp(y_bar: Any, y: Any, v: Any, pad_width: Any) -> Any:
    return np.pad(y_bar, pad_width)


# --- picks ------------------------------------------------------------------------------------------------------------


@TABLE.inlined(np.take_along_axis)
def take_along_axis(arr: Any, indices: Any, axis: Any = -1) -> Any:
    x = np.ravel(arr) if axis is None else np.array(arr) if isinstance(arr, list | tuple) else arr
    return x[along_axis(x, indices, 0 if axis is None else axis)]


@TABLE.inlined(np.compress)
def compress(condition: Any, a: Any, axis: Any = None) -> Any:
    return np.take(a, np.flatnonzero(condition), axis)


@TABLE.inlined(np.ndarray.compress)
def compress_method(a: Any, condition: Any, axis: Any = None) -> Any:
    return np.take(a, np.flatnonzero(condition), axis)


@TABLE.inlined(np.extract)
def extract(condition: Any, arr: Any) -> Any:
    return np.take(np.ravel(arr), np.flatnonzero(condition))


@TABLE.linear(np.choose, np.ndarray.choose, wrt="choices", result=moved.choose_type, static=("mode",))
def choose_vjp(y_bar: Any, y: Any, a: Any, choices: Any, *, mode: Any = "raise") -> Any:
    return choose_bars(y_bar, a, choices, mode)


@TABLE.linear(choose_bars, wrt="v", result=moved.like_third, static=("mode",), kept=True)
def choose_bars_vjp(y_bar: Any, y: Any, v: Any, a: Any, choices: Any, mode: Any) -> Any:
    return np.choose(a, y_bar, mode=mode)


@TABLE.inlined(np.select)
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """The first condition that holds chooses; all choices have a say in the dtype."""
    last = np.asarray(default, dtype=np.result_type(*choicelist, default))
    rest = last if len(condlist) == 1 else np.select(condlist[1:], choicelist[1:], last)
    return np.where(condlist[0], choicelist[0], rest)


# --- order ------------------------------------------------------------------------------------------------------------


@TABLE.inlined(np.sort)
def sort(a: Any, axis: Any = -1, kind: Any = None, *, stable: Any = None) -> Any:
    if axis is None:
        return np.sort(np.ravel(a), -1, kind if stable is None else "stable")
    x = np.array(a) if isinstance(a, list | tuple) else a
    return x[along_axis(x, np.argsort(x, axis, kind if stable is None else "stable"), axis)]


@TABLE.custom(np.partition, wrt="a", result=moved.sort_type, static=("axis",))
def partition_vjp(y_bar: Any, y: Any, a: Any, kth: Any, axis: Any = -1) -> Any:
    if axis is None:
        return collected(y_bar, partition_places(np.ravel(a), y, 0), a)
    return scatter_add(y_bar, along_axis(a, partition_places(a, y, axis), axis), a)


@TABLE.custom(np.partition, wrt="a")
def partition_jvp(y: Any, a: Any, a_dot: Any, kth: Any, axis: Any = -1) -> Any:
    if axis is None:
        return np.ravel(a_dot)[partition_places(np.ravel(a), y, 0)]
    return np.take_along_axis(a_dot, partition_places(a, y, axis), axis)


# --- windows ----------------------------------------------------------------------------------------------------------


@TABLE.linear(
    np.lib.stride_tricks.sliding_window_view, wrt="x", result=moved.windows_type, alias="view", static=("axis",)
)
def sliding_window_view_vjp(y_bar: Any, y: Any, x: Any, window_shape: Any, axis: Any = None) -> Any:
    return windows_bar(y_bar, x, window_shape, axis)


@TABLE.linear(windows_bar, wrt="v", result=like_second, static=("axis",), kept=True)
def windows_bar_vjp(y_bar: Any, y: Any, v: Any, x: Any, window_shape: Any, axis: Any) -> Any:
    return np.lib.stride_tricks.sliding_window_view(y_bar, window_shape, axis)


@TABLE.linear(np.lib.stride_tricks.as_strided, wrt="x", result=moved.strided_type, alias="maybe")
def as_strided_vjp(
    y_bar: Any,
    y: Any,
    x: Any,
    shape: Any = None,
    strides: Any = None,
    subok: Any = False,
    writeable: Any = True,
) -> Any:
    return collected(y_bar, stride_places(x, shape, strides), x)


# --- writes -----------------------------------------------------------------------------------------------------------


@TABLE.inlined(np.put_along_axis)
def put_along_axis(arr: Any, indices: Any, values: Any, axis: Any) -> Any:
    if axis is None:
        arr[flat_index(arr, along_axis(np.ravel(arr), indices, 0))] = values
    else:
        arr[along_axis(arr, indices, axis)] = values


def _put_at(x: Any, places: Any, v: Any) -> Any:
    """Values are repeated, or left over."""
    x[places] = v if np.ndim(v) == 0 else np.resize(v, np.size(places[0]))


@TABLE.inlined(np.copyto)
def copyto(dst: Any, src: Any, *, where: Any = True) -> Any:
    if np.iscomplexobj(src) and not np.iscomplexobj(dst):
        raise TypeError("Cannot cast array data from complex to real numbers according to the rule 'same_kind'")
    dst[...] = src if where is True else np.where(where, src, dst)


@TABLE.inlined(np.putmask)
def putmask(a: Any, mask: Any, values: Any) -> Any:
    """Values as long as the array or one number; shorter ones, which repeat, are written out."""
    spread = values if np.ndim(values) == 0 else np.reshape(np.resize(values, np.size(a)), np.shape(a))
    a[...] = np.where(mask_like(mask, a, values), spread, a)


@TABLE.inlined(np.place)
def place(arr: Any, mask: Any, vals: Any) -> Any:
    """The values are written in order, again from the first when they are used up."""
    _put_at(arr, mask_index(arr, mask, vals), vals)


@TABLE.inlined(np.fill_diagonal)
def fill_diagonal(a: Any, val: Any) -> Any:
    if np.ndim(a) == 2 and np.ndim(val) == 0:
        places = np.arange(min(np.shape(a)))
        a[places, places] = val
    else:
        _put_at(a, diagonal_index(a, val), val)


@TABLE.inlined(np.ndarray.sort)
def sort_in_place(a: Any, axis: Any = -1, kind: Any = None) -> Any:
    if axis is None:
        raise TypeError("'NoneType' object cannot be interpreted as an integer")
    a[...] = np.sort(a, axis, kind)


@TABLE.inlined(np.ndarray.partition)
def partition_in_place(a: Any, kth: Any, axis: Any = -1) -> Any:
    if axis is None:
        raise TypeError("'NoneType' object cannot be interpreted as an integer")
    a[...] = np.partition(a, kth, axis)


@TABLE.inlined(np.ndarray.fill)
def fill(a: Any, value: Any) -> Any:
    if np.ndim(value):
        raise ValueError("setting an array element with a sequence.")
    a[...] = value


@TABLE.inlined(np.put, np.ndarray.put)
def put(a: Any, ind: Any, v: Any) -> Any:
    numbers = np.asarray(ind, dtype=int)
    if np.ndim(a) == 1 and np.ndim(v) == 0:
        a[numbers] = v
    else:
        _put_at(a, flat_index(a, numbers, v), v)


# --- functions of elements --------------------------------------------------------------------------------------------


@TABLE.inlined(np.ndindex)
def ndindex(*shape: Any) -> Any:
    return index_tuples(*shape)


@TABLE.inlined(np.ndenumerate)
def ndenumerate(arr: Any) -> Any:
    return zip(index_tuples(*np.shape(arr)), np.ravel(arr), strict=True)


TABLE.constant(insert_places, delete_places, result=moved.place_numbers, kept=True)
TABLE.constant(resize_places, pad_places, stride_places, partition_places, result=moved.place_numbers, kept=True)
TABLE.constant(along_axis, result=moved.along_axis_type, kept=True)
TABLE.constant(flat_index, mask_index, diagonal_index, result=moved.index_type, effect="may_raise", kept=True)
TABLE.constant(mask_like, result=moved.mask_like_type, effect="may_raise", kept=True)
TABLE.constant(index_tuples, result=moved.index_tuples_type, kept=True)
TABLE.constant(one_border, result=moved.one_border_type, kept=True)
