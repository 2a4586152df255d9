"""Functions that move elements, followed by moving the numbers of the elements: where did each one come from?

`np.insert(x, 1, v)` of two elements -> places `[0, 2, 1]`: the third number is the first element of `v`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad.errors import MissingRuleError
from s2sad.runtime.shaping import match


def positions(x: Any, start: int = 0) -> Any:
    """The numbers of the elements of `x`, in its shape.

    >>> positions(np.zeros((2, 2)), 5)
    array([[5, 6],
           [7, 8]])
    """
    return np.reshape(np.arange(start, start + np.size(x)), np.shape(x))


def collected(v: Any, places: Any, x: Any, start: int = 0) -> Any:
    """An array like `x`: in each element the sum of the entries of `v` that came from there.

    >>> collected(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 0]), np.zeros(2))
    array([5., 2.])
    """
    flat, places, n = np.ravel(v), np.ravel(places) - start, np.size(x)
    inside = (places >= 0) & (places < n)
    if not inside.all():
        flat, places = flat[inside], places[inside]
    total = np.bincount(places, np.real(flat), n)
    if np.iscomplexobj(flat) and np.iscomplexobj(x):
        total = total + 1j * np.bincount(places, np.imag(flat), n)
    return np.reshape(total, np.shape(x)).astype(np.result_type(x), copy=False)[()]


def placed(x: Any, places: Any, start: int = 0) -> Any:
    """The elements of `x` at `places`, zero where they came from elsewhere: the transpose of `collected`."""
    flat, places = np.ravel(x), np.asarray(places) - start
    inside = (places >= 0) & (places < np.size(x))
    if inside.all():
        return np.asarray(flat[places])
    return np.where(inside, flat[np.where(inside, places, 0)] if np.size(x) else 0.0, 0.0)


def insert_places(arr: Any, obj: Any, values: Any, axis: Any) -> Any:
    """Where the elements of `np.insert(arr, obj, values, axis)` came from; `values` count on from `arr`."""
    return np.insert(positions(arr), obj, positions(values, np.size(arr)), axis)


def delete_places(arr: Any, obj: Any, axis: Any) -> Any:
    """Where the elements of `np.delete(arr, obj, axis)` came from."""
    return np.delete(positions(arr), obj, axis)


def resize_places(a: Any, new_shape: Any) -> Any:
    """Where the elements of `np.resize(a, new_shape)` came from."""
    return np.resize(positions(a), new_shape)


def pad_places(array: Any, pad_width: Any, mode: Any) -> Any:
    """Where the elements of `np.pad(array, pad_width, mode)` came from.

    Raises:
        MissingRuleError: the border is not made of elements.
    """
    if mode not in ("edge", "reflect", "symmetric", "wrap"):
        raise MissingRuleError(
            f"np.pad with mode={mode!r} has no derivative rule",
            hint="Use 'constant', 'edge', 'reflect', 'symmetric' or 'wrap', or concatenate the border.",
        )
    return np.pad(positions(array), pad_width, mode)


def is_counted(arrays: Any) -> bool:
    """Whether it is known when compiling how many arrays there are: it always is where they are at hand."""
    return len(arrays) >= 0


def unpadded(v: Any, pad_width: Any) -> Any:
    """The part of `v` inside the border that `np.pad` made.

    >>> unpadded(np.arange(5), (1, 2))
    array([1, 2])
    """
    if np.ndim(v) == 0:
        return v
    if isinstance(pad_width, dict):
        given = {axis % np.ndim(v): width for axis, width in pad_width.items()}
        pad_width = [np.broadcast_to(given.get(k, 0), 2) for k in range(np.ndim(v))]
    widths = np.broadcast_to(pad_width, (np.ndim(v), 2))
    return v[tuple(slice(before, n - after) for (before, after), n in zip(widths.tolist(), np.shape(v), strict=True))]


def one_border(value: Any) -> Any:
    """`value`, the one number of a border; 0 for numbers that are all 0.

    Raises:
        MissingRuleError: the border has several.
    """
    if np.ndim(value) and not np.any(value):
        return 0.0
    if np.ndim(value):
        raise MissingRuleError(
            "np.pad has a derivative rule for one constant value around the array only", hint="Pad axis by axis."
        )
    return value


def stride_places(x: Any, shape: Any, strides: Any) -> Any:
    """Where the elements of `as_strided(x, shape, strides)` came from."""
    x = np.asarray(x)
    if not x.flags.c_contiguous:
        raise ValueError("the derivative of as_strided needs a contiguous array")
    numbers, shape = positions(x), x.shape if shape is None else shape
    steps = [s * numbers.itemsize // x.itemsize for s in (x.strides if strides is None else strides)]
    return np.lib.stride_tricks.as_strided(numbers, shape, steps)


def partition_places(a: Any, y: Any, axis: int) -> Any:
    """Where along `axis` the elements of `y`, a rearrangement of `a`, came from: by sorting both."""
    of_a, of_y = np.argsort(a, axis), np.argsort(y, axis)
    places = np.empty_like(of_a)
    np.put_along_axis(places, of_y, of_a, axis)
    return places


def along_axis(arr: Any, indices: Any, axis: int) -> tuple[Any, ...]:
    """The index for which `arr[index]` is `np.take_along_axis(arr, indices, axis)`."""
    if isinstance(indices, list | tuple):
        raise AttributeError(f"'{type(indices).__name__}' object has no attribute 'dtype'")
    ndim = np.ndim(arr)
    if np.ndim(indices) != ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    axis = axis % ndim
    return tuple(
        indices if k == axis else np.reshape(np.arange(np.shape(arr)[k]), (-1,) + (1,) * (ndim - 1 - k))
        for k in range(ndim)
    )


def windows_bar(v: Any, x: Any, window_shape: Any, axis: Any) -> Any:
    """The cotangent of `x` in `sliding_window_view(x, window_shape, axis)`: each place of the window adds a slice."""
    sizes = tuple(window_shape) if np.ndim(window_shape) else (window_shape,)
    axes = range(np.ndim(x)) if axis is None else axis if np.ndim(axis) else (axis,)
    x_bar = np.zeros_like(x)
    moved = [int(k) % np.ndim(x) for k in axes]
    for offsets in np.ndindex(*sizes):
        first, last = [0] * x_bar.ndim, list(x_bar.shape)
        for k, offset, size in zip(moved, offsets, sizes, strict=True):
            first[k], last[k] = first[k] + offset, last[k] - (size - 1 - offset)
        x_bar[tuple(map(slice, first, last))] += v[(..., *offsets)]
    return x_bar


def index_tuples(*shape: Any) -> list[tuple[int, ...]]:
    """All indices of an array of this shape, in order.

    >>> index_tuples(1, 2)
    [(0, 0), (0, 1)]
    """
    return list(np.ndindex(*shape))


def joined_shape(first: Any, second: Any) -> tuple[int, ...]:
    """The axes of one shape, then those of another."""
    return (*first, *second)


def size_of(shape: Any) -> int:
    """How many elements an array of this shape has."""
    return math.prod(shape)


def choose_bars(v: Any, a: Any, choices: Any, mode: str) -> Any:
    """The cotangents of `choices` in `np.choose(a, choices, mode)`, in their structure."""
    n = len(choices)
    chosen = np.mod(a, n) if mode == "wrap" else np.clip(a, 0, n - 1)
    places = np.broadcast_to(chosen, np.shape(v))
    bars = [match(np.where(places == k, v, 0.0), choices[k]) for k in range(n)]
    return np.stack(bars) if isinstance(choices, np.ndarray) else tuple(bars) if isinstance(choices, tuple) else bars


def unblock(v: Any, arrays: Any) -> Any:
    """The parts of `v` that `np.block(arrays)` made of each of the nested lists `arrays`."""
    return _unblocked(v, arrays, _depth(arrays), _rank(arrays))


def _depth(arrays: Any) -> int:
    return 1 + _depth(arrays[0]) if isinstance(arrays, list) else 0


def _rank(arrays: Any) -> int:
    depth, parts = _depth(arrays), [arrays]
    while isinstance(parts[0], list):
        parts = [part for each in parts for part in each]
    return max(depth, *map(np.ndim, parts))


def _unblocked(v: Any, arrays: Any, depth: int, ndim: int) -> Any:
    if not isinstance(arrays, list):
        return match(np.reshape(v, np.shape(arrays)), arrays)
    sizes = [_extent(part, depth - 1, ndim, ndim - depth) for part in arrays]
    pieces = np.split(v, np.cumsum(sizes)[:-1], ndim - depth)
    return [_unblocked(piece, part, depth - 1, ndim) for piece, part in zip(pieces, arrays, strict=True)]


def _extent(part: Any, depth: int, ndim: int, axis: int) -> int:
    """The length along an axis of the block that `part` becomes."""
    while isinstance(part, list):
        part, depth = part[0], depth - 1
    shape = (1,) * (ndim - np.ndim(part)) + np.shape(part)
    return int(shape[axis])


def refuse_directive(text: str) -> Any:
    """Raise: strings in `np.r_` and `np.c_` are not followed."""
    raise MissingRuleError(
        f"np.r_ and np.c_ with the directive {text!r} have no derivative rule", hint="Use np.concatenate or np.stack."
    )


def refuse_several(name: str) -> Any:
    """Raise: a function of the user gives several results where one is followed."""
    raise MissingRuleError(
        f"{name} of a function with several results has no derivative rule", hint="Call it once for each result."
    )
