"""The result types of indexing: `getitem_type(Array("float64", (n, m)), (slice(1, -1), 0))` -> a vector of `n - 2`.

Literal bounds give symbolic dims: a dim `n - 2` says that `n` is at least 2 or that the dim is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import UNKNOWN, UNNAMED, Array, Dim, FixedList, List, Range, Scalar, Symbol, Tuple, Type
from s2sad.rules.result_shapes import Dims, as_array, axis_of
from s2sad.rules.result_unruled import GRIDS, grid_type
from s2sad.rules.results import as_type, as_value


def _slice_dim(d: Dim, s: slice) -> Dim:
    """The dim of `x[s]` for an axis of dim `d`."""
    start, stop, step = bounds = [_bound(v) for v in (s.start, s.stop, s.step)]
    if start is None and stop in (None, d) and step in (None, 1, -1) and (stop is None or step != -1):
        return d
    if d is None or (isinstance(d, Symbol) and d.name == UNNAMED) or any(isinstance(b, Type) for b in bounds):
        return None
    if any(isinstance(b, Symbol) for b in bounds):
        return _part_of(d, *bounds)
    if isinstance(d, int):
        return len(range(*slice(start, stop, step).indices(d)))
    if step not in (None, 1) or (start or 0) < 0 or (stop is not None and stop >= 0):
        return _part_of(d, *bounds)
    cut = (start or 0) - (stop or 0)
    return d.plus(-cut)


def _bound(bound: Any) -> Any:
    """A bound of a slice: an int, None, or which size it is; the type of any other."""
    value = as_value(bound)
    return value.size if isinstance(value, Scalar) and value.size is not None else value


def _part_of(d: Dim, *bounds: int | Symbol | None) -> Symbol:
    """The size of a slice, which may be one: its name says what of which size is left."""
    parts = ["" if bound is None else str(bound) for bound in bounds]
    return Symbol(f"{d}[{':'.join(parts[: 2 if bounds[2] is None else 3])}]", whole=False)


def _advanced(part: Any) -> Array | None:
    """The type of an index as an array of integers or booleans; None for any other index."""
    value = as_value(part)
    if isinstance(value, tuple | Tuple):
        return None
    if isinstance(value, range | Range):
        return Array("int64", (len(value) if isinstance(value, range) else None,))
    if isinstance(value, Array | FixedList | List | list | np.ndarray):
        array = as_array(value)
        return array if array is not None and np.dtype(array.dtype).kind in "iub" else None
    return None


def _is_integer(part: Any) -> bool:
    value = as_value(part)
    if isinstance(value, Scalar):
        return np.dtype(value.dtype).kind in "iu"
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _width(part: Any) -> int | None:
    """How many axes a part of an index takes; None if it is no index."""
    value = as_value(part)
    if value is None or value is Ellipsis:
        return 0
    if isinstance(value, slice) or _is_integer(value):
        return 1
    array = _advanced(value)
    if array is None:
        return None
    return array.ndim if array.dtype == "bool" else 1


def index_parts(index: Any, ndim: int) -> list[Any] | None:
    """The parts of an index with full slices in place of the ellipsis and of missing parts; None if unknown."""
    index = as_value(index)
    if isinstance(index, Tuple) and index.cls is None:
        index = index.elements
    given = list(index) if isinstance(index, tuple) else [index]
    given = [as_value(p) for p in given]
    given = [slice(*p.elements) if isinstance(p, Tuple) and p.cls is slice else p for p in given]
    widths = [_width(p) for p in given]
    missing = ndim - sum(w for w in widths if w is not None)
    if None in widths or missing < 0:
        return None
    full = [slice(None)] * missing
    for i, p in enumerate(given):
        if p is Ellipsis:
            return given[:i] + full + given[i + 1 :]
    return given + full


def _picked(dims: Dims, index: Sequence[Any]) -> Dims:
    """The dims that an index with full slices gives; those of index arrays go where NumPy puts them."""
    result: list[Dim] = []
    shapes: list[Dims] = []
    places: list[int] = []  # in the result, where each index array or integer stood
    positions: list[int] = []  # in the index
    axis = 0
    for i, p in enumerate(index):
        array = _advanced(p)
        if p is None:
            result.append(1)
        elif isinstance(p, slice):
            result.append(_slice_dim(dims[axis], p))
        else:
            places.append(len(result))
            positions.append(i)
            shapes.append(() if array is None else (None,) if array.dtype == "bool" else array.dims)
        axis += _width(p) or 0
    if not any(_advanced(p) is not None for p in index):
        return tuple(result)
    adjacent = positions[-1] - positions[0] == len(positions) - 1
    at = places[0] if adjacent else 0
    return (*result[:at], *types.broadcast_dims(shapes), *result[at:])


def getitem_type(x: Any, index: Any) -> Type:
    """The result type of `x[index]` for an array `x`."""
    t = as_type(x)
    if any(as_value(x) is grid for grid in GRIDS):
        return grid_type(as_value(x), index)
    if not isinstance(t, Array) and not (isinstance(t, Scalar) and not t.weak):
        return UNKNOWN
    dims = types.dims_of(t)
    found = index_parts(index, len(dims))
    if found is None:
        return UNKNOWN
    picked = _picked(dims, found)
    return Array(t.dtype, picked) if picked or _keeps_array(index, found) else Scalar(t.dtype)


def _keeps_array(index: Any, found: list[Any]) -> bool:
    """Whether an index without remaining dims still gives an array: one with an ellipsis and integers only."""
    given = as_value(index)
    given = given.elements if isinstance(given, Tuple) else given if isinstance(given, tuple) else (given,)
    return any(as_value(p) is Ellipsis for p in given) and not any(_advanced(p) is not None for p in found)


def updated_type(x: Any, index: Any, v: Any) -> Type:
    """The result type of `updated` and `add_at`."""
    del index, v
    a = as_array(x)
    return UNKNOWN if a is None else a


def scatter_type(v: Any, index: Any, x: Any) -> Type:
    """The result type of `scatter_add`."""
    return updated_type(x, index, v)


def along_type(indices: Any, axis: Any) -> Type:
    """The result type of `along`: full slices and the indices."""
    k, everything = as_value(axis), types.Static.of(slice(None))
    if not isinstance(k, int):
        return UNKNOWN
    known = indices if isinstance(indices, Type) else types.type_of(indices)
    if k < 0:
        return Tuple((types.Static.of(Ellipsis), known, *(everything,) * (-k - 1)))
    return Tuple((*(everything,) * k, known))


def take_type(a: Any, indices: Any, axis: Any = None, *, mode: Any = "raise") -> Type:
    """The result type of `np.take`."""
    array, picked = as_array(a), as_array(indices)
    if array is None or picked is None:
        return UNKNOWN
    if as_value(axis) is None:
        return types.with_dims(array.dtype, picked.dims)
    k = axis_of(axis, array.ndim)
    if k is None:
        return UNKNOWN
    return types.with_dims(array.dtype, (*array.dims[:k], *picked.dims, *array.dims[k + 1 :]))


def within_type(indices: Any, *_: Any) -> Type:
    """The result type of `within`: as many indices."""
    return as_array(indices) or UNKNOWN


def repeat_indices_type(a: Any, repeats: Any, axis: Any) -> Type:
    """The result type of `repeat_indices`."""
    del a, repeats, axis
    return Array("int64", (None,))
