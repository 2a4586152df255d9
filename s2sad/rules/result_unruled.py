"""The result types of functions that have no rules and give new arrays of constants: windows, nodes, sets, grids.

`made_type(np.hanning, (5,), {})` -> `Array("float64", (5,))`. What is differentiated is refused where it reaches them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, prod
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev, hermite, hermite_e, laguerre, legendre

from s2sad.ir.types import UNKNOWN, Array, Dim, Scalar, Tuple, Type
from s2sad.rules.result_shapes import as_array, common_dtype, is_known, shape_dims
from s2sad.rules.results import as_value

_LARGEST = 1_000_000
"""A grid of constants with more points than this is not made when compiling."""


def _window_type(M: Any, *_: Any, **__: Any) -> Type:
    dims = shape_dims(M)
    return UNKNOWN if dims is None or len(dims) != 1 or dims[0] == -1 else Array("float64", dims)


def _nodes_type(deg: Any) -> Type:
    """Nodes and weights of a Gaussian quadrature."""
    nodes = _window_type(deg)
    return UNKNOWN if nodes == UNKNOWN else Tuple((nodes, nodes))


def _unique_type(
    ar: Any,
    return_index: Any = False,
    return_inverse: Any = False,
    return_counts: Any = False,
    axis: Any = None,
    **_: Any,
) -> Type:
    array, flags = as_array(ar), [as_value(f) for f in (return_index, return_inverse, return_counts)]
    if array is None or as_value(axis) is not None or any(type(f) is not bool for f in flags):
        return UNKNOWN
    if flags[1] and array.ndim != 1:
        return UNKNOWN  # its shape differs between versions of NumPy
    number: tuple[Dim, ...] = (None,)
    rest = [Array("int64", array.dims if k == 1 else number) for k, flag in enumerate(flags) if flag]
    found = Array(array.dtype, number)
    return Tuple((found, *rest)) if rest else found


def _union_type(ar1: Any, ar2: Any) -> Type:
    arrays = [as_array(ar1), as_array(ar2)]
    known = [a for a in arrays if a is not None]
    return UNKNOWN if len(known) < len(arrays) else Array(common_dtype(known), (None,))


_RESULTS: dict[Any, Callable[..., Type]] = {
    **dict.fromkeys((np.hanning, np.hamming, np.blackman, np.bartlett, np.kaiser), _window_type),
    **dict.fromkeys((legendre.leggauss, hermite.hermgauss, hermite_e.hermegauss), _nodes_type),
    **dict.fromkeys((laguerre.laggauss, chebyshev.chebgauss), _nodes_type),
    np.unique: _unique_type,
    np.union1d: _union_type,
}
_OF_UNKNOWN_TYPE = (
    *(np.bincount, np.histogram, np.histogram2d, np.histogramdd, np.histogram_bin_edges),
    *(np.intersect1d, np.setdiff1d, np.setxor1d),
    *(np.packbits, np.unpackbits, np.ravel_multi_index, np.unravel_index),
)
"""Functions that give new arrays, too; what others give may show the memory of what they are given."""
GRIDS = (np.mgrid, np.ogrid)


def makes_new_arrays(function: Any) -> bool:
    """Whether a function without a rule is known to give new memory."""
    return any(function is each for each in (*_RESULTS, *_OF_UNKNOWN_TYPE))


def made_type(function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Type:
    """The result type of a function without a rule; `UNKNOWN` where nothing can be said.

    >>> made_type(np.unique, (Array("int64", (3,)),), {"return_counts": True})
    Tuple(elements=(Array(dtype='int64', dims=(None,)), Array(dtype='int64', dims=(None,))), cls=None)
    """
    result = next((result for each, result in _RESULTS.items() if function is each), None)
    if result is None:
        return UNKNOWN
    try:
        return result(*args, **kwargs)
    except TypeError:  # arguments that the function does not have
        return UNKNOWN


def grid_type(grid: Any, index: Any) -> Type:
    """The type of `np.mgrid[index]` or `np.ogrid[index]`: had by making it, with ones for what is not known.

    >>> grid_type(np.mgrid, (slice(0, 1, 4j), slice(None, Scalar("int64", True))))
    Array(dtype='float64', dims=(2, 4, None))
    """
    whole = as_value(index)
    slices = list(whole) if isinstance(whole, tuple) else [whole]
    shown = [_sample(each) for each in slices]
    if any(each is None for each in shown) or prod(map(_count, shown)) > _LARGEST:
        return UNKNOWN
    made = grid[tuple(shown)] if isinstance(whole, tuple) else grid[shown[0]]
    n = len(slices)
    arrays = [made] if isinstance(made, np.ndarray) else list(made)
    known = [a.shape[-n:] if len(arrays) == 1 else a.shape for a in arrays]
    dims = [_dim(each, max(shape[k] for shape in known)) for k, each in enumerate(slices)]
    if isinstance(made, np.ndarray):
        return Array(made.dtype.name, (*made.shape[:-n], *dims))
    kinds = [Array(a.dtype.name, (*(1,) * k, dims[k], *(1,) * (n - 1 - k))) for k, a in enumerate(arrays)]
    return Tuple(tuple(kinds)) if isinstance(made, tuple) else UNKNOWN


def _sample(part: Any) -> slice | None:
    """A slice of numbers of the same types; None where one is not known."""
    if not isinstance(part, slice):
        return None
    bounds = [as_value(v) for v in (part.start, part.stop, part.step)]
    if any(isinstance(v, Type) and not isinstance(v, Scalar) for v in bounds) or bounds[1] is None:
        return None
    if any(isinstance(v, Scalar) and np.dtype(v.dtype).kind not in "iuf" for v in bounds):
        return None
    numbers = [np.dtype(v.dtype).type(1) if isinstance(v, Scalar) else v for v in bounds]
    return slice(*(n.item() if isinstance(v, Scalar) and v.weak else n for v, n in zip(bounds, numbers, strict=True)))


def _dim(part: slice, shown: int) -> Dim:
    start, stop, step = (as_value(v) for v in (part.start, part.stop, part.step))
    if is_known(part) or isinstance(step, complex):
        return shown
    dims = shape_dims(stop) if start in (None, 0) and step is None else None
    return None if dims is None else dims[0]


def _count(part: Any) -> float:
    step = 1 if part.step is None else part.step
    if isinstance(step, complex):
        return abs(step)
    return abs((part.stop - (part.start or 0)) / step) + 1.0 if step else inf
