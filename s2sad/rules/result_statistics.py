"""The result types of statistics whose shapes depend on values: `np.bincount`, `np.histogram`.

`bincount_type(x, weights)` -> a vector of float64 whose length nobody knows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.joins import is_certain
from s2sad.ir.types import UNKNOWN, Array, Scalar, Static, Tuple, Type, dims_of, with_dims
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import ResultType, as_type, as_value, known_axes, mean_type
from s2sad.runtime.statistics import quantile_method


def gather_type(x: Any, index: Any) -> Type:
    """The result type of `gather_last`."""
    x, index = as_type(x), as_type(index)
    return Array(x.dtype, index.dims) if isinstance(x, Array) and isinstance(index, Array) else UNKNOWN


def scatter_type(y_bar: Any, index: Any, x: Any) -> Type:
    """The result type of `scatter_last`."""
    y_bar, x = as_type(y_bar), as_type(x)
    return Array(y_bar.dtype, x.dims) if isinstance(y_bar, Array | Scalar) and isinstance(x, Array) else UNKNOWN


def kept_shape_type(a: Any, axis: Any) -> Type:
    """The result type of `kept_shape`: a tuple of ints, 1 for the reduced axes."""
    t = as_type(a)
    axes = known_axes(axis, len(dims_of(t)))
    if not isinstance(t, Scalar | Array) or axes is None:
        return UNKNOWN
    known = (1 if k in axes else dim for k, dim in enumerate(dims_of(t)))
    return Tuple(tuple(Static.of(dim) if isinstance(dim, int) else types.INT for dim in known))


def quantile_method_type(method: Any) -> Type:
    """The result type of `quantile_method`: its value, which is known when compiling."""
    return Static.of(quantile_method(as_value(method)))


def bincount_type(x: Any, weights: Any = None, minlength: Any = 0) -> Type:
    """The result type of `np.bincount`."""
    return Array("int64" if as_value(weights) is None else "float64", (None,))


def sums_type(place: Any, weights: Any, length: Any) -> Type:
    """The result type of `sums`: in the dtype of the weights."""
    w = as_type(weights)
    return Array(w.dtype, (None,)) if isinstance(w, Array) else UNKNOWN


def histogram_type(a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None) -> Type:
    """The result type of `np.histogram`: with integers for bins, of a length that is not followed."""
    weights, bins, a = as_value(weights), as_type(bins), as_type(a)
    if isinstance(density, Type) or not isinstance(a, Array) or not isinstance(bins, Array | Scalar):
        return UNKNOWN
    given = None if weights is None else as_type(weights)
    counts = "int64" if given is None else getattr(given, "dtype", "float64")
    edges = bins.dtype if isinstance(bins, Array) else np.result_type(a.dtype, np.float16).name
    length = bins.dims[0] if isinstance(bins, Array) else None
    return Tuple((Array("float64" if as_value(density) else counts, (None,)), Array(edges, (length,))))


def vector_type(*operands: Any) -> Type:
    """The type of a vector made of others, of unknown length."""
    t = types.elementwise_type(*map(as_type, operands))
    return Array(t.dtype, (None,)) if isinstance(t, Scalar | Array) else UNKNOWN


def unknown_along(array: Any, indices: Any, axis: Any = 0) -> Type:
    """The result type of `reduceat`: another length along the axis."""
    t, axes = as_type(array), known_axes(axis, len(dims_of(as_type(array))))
    if not isinstance(t, Array) or axes is None:
        return UNKNOWN
    return Array(t.dtype, tuple(None if k in axes else dim for k, dim in enumerate(t.dims)))


def is_number_type(mean: Any, cov: Any) -> Type:
    """The result type of `is_number`: the answer, where the types give one."""
    t = as_type(cov if as_value(mean) is None else mean)
    if not isinstance(t, Scalar | Array):
        return types.BOOL
    dims = dims_of(t)
    if dims[:1] in ((), (1,)) or (as_value(mean) is None and len(dims) < 2):
        return Static.of(True)
    return Static.of(False) if is_certain(dims[0]) else types.BOOL


def normal_cdf_type(b: Any, S: Any) -> Type:
    """The result type of `normal_cdf`: the last axis of b is gone."""
    t = as_type(b)
    return with_dims("float64", t.dims[:-1]) if isinstance(t, Array) else UNKNOWN


def slope_type(b: Any, S: Any) -> Type:
    """The result type of `normal_slope`: as many numbers as b has."""
    t = as_type(b)
    return with_dims("float64", t.dims) if isinstance(t, Array) else UNKNOWN


def curvature_type(b: Any, S: Any) -> Type:
    """The result type of `normal_curvature`: as many numbers as S has."""
    return slope_type(S, b)


def multivariate_type(x: Any, mean: Any = None, cov: Any = 1, *_: Any, **__: Any) -> Type:
    """The result type of a density of vectors: the last axis of x is gone, and all that are one."""
    t = as_type(x)
    if not isinstance(t, Scalar | Array):
        return UNKNOWN
    number = as_value(is_number_type(mean, cov))
    dims = dims_of(t) if number is True and len(dims_of(t)) < 2 else dims_of(t)[:-1]
    if not isinstance(number, bool):
        return UNKNOWN
    if not all(d == 1 or is_certain(d) for d in dims):
        return UNKNOWN
    return with_dims("float64", tuple(d for d in dims if d != 1))


def interp_type(x: Any, xp: Any, fp: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.interp`: always in double precision."""
    t, values = as_type(x), as_type(fp)
    if not isinstance(t, Scalar | Array) or not isinstance(values, Array):
        return UNKNOWN
    return with_dims("complex128" if types.is_complex(values) else "float64", dims_of(t))


def average_type(
    a: Any, axis: Any = None, weights: Any = None, returned: Any = False, *, keepdims: Any = False
) -> Type:
    """The result type of `np.average`: that of a mean of `a`, in the dtype that the weights share with it."""
    t, w = mean_type(a, axis, keepdims=keepdims), as_type(weights)
    if not isinstance(t, Scalar | Array) or (as_value(weights) is not None and not isinstance(w, Scalar | Array)):
        return UNKNOWN
    if isinstance(w, Scalar | Array):
        t = with_dims(np.result_type(t.dtype, w.dtype).name, dims_of(t))
    return Tuple((t, t)) if as_value(returned) else t


def covariance_type(function: Any) -> ResultType:
    """The result type of `np.cov` or `np.corrcoef`: a matrix, unless there is one variable."""

    def result(m: Any, y: Any = None, rowvar: Any = True, *_: Any, **__: Any) -> Type:
        if as_value(y) is None:
            return sampled(function)(m, None, rowvar)
        parts = [as_type(m), as_type(y)]
        if not all(isinstance(t, Array) for t in parts):
            return UNKNOWN
        return Array("complex128" if any(map(types.is_complex, parts)) else "float64", (None, None))

    return result
