"""The result types of products and of `np.linalg`: `matmul_type` of `(n, 3)` and `(3, m)` -> `(n, m)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import INT, UNKNOWN, Array, Scalar, Tuple, Type
from s2sad.rules.result_shapes import Dims, agree, as_array, axis_of, shape_dims, without
from s2sad.rules.results import as_type, as_value, reduced_dims
from s2sad.runtime.einsum import explicit, order_of
from s2sad.runtime.products import contracted, rest


def _product(a: Any, b: Any) -> tuple[Array, Array, Scalar] | None:
    """Both operands as arrays, and their common dtype: products make arrays of numbers, which are not weak any more."""
    x, y = as_array(a), as_array(b)
    return None if x is None or y is None else (x, y, Scalar(np.result_type(x.dtype, y.dtype).name))


def matmul_type(a: Any, b: Any) -> Type:
    """The result type of `a @ b`."""
    found = _product(a, b)
    if found is None or not found[0].ndim or not found[1].ndim:
        return UNKNOWN
    x, y, dtype = found
    rows, columns = x.dims[-2:-1], y.dims[-1:] if y.ndim > 1 else ()
    return types.with_dims(dtype, (*types.broadcast_dims((x.dims[:-2], y.dims[:-2])), *rows, *columns))


def dot_type(a: Any, b: Any) -> Type:
    """The result type of `np.dot`."""
    return _contracted(a, b, lambda dims: dims[:-2] + dims[-1:] if len(dims) > 1 else ())


def inner_type(a: Any, b: Any) -> Type:
    """The result type of `np.inner`."""
    return _contracted(a, b, lambda dims: dims[:-1])


def _contracted(a: Any, b: Any, others: Callable[[Dims], Dims]) -> Type:
    """The dims of `a` but the last, and the `others` of `b`; a number multiplies all elements."""
    found = _product(a, b)
    if found is None:
        return UNKNOWN
    x, y, dtype = found
    if not x.ndim or not y.ndim:
        return types.with_dims(dtype, x.dims + y.dims)
    return types.with_dims(dtype, x.dims[:-1] + others(y.dims))


def _flat(dims: Dims) -> types.Dim:
    others = [d for d in dims if d != 1]
    return 1 if not others else others[0] if len(others) == 1 else None


def outer_type(a: Any, b: Any) -> Type:
    """The result type of `np.outer`."""
    found = _product(a, b)
    return UNKNOWN if found is None else Array(found[2].dtype, (_flat(found[0].dims), _flat(found[1].dims)))


def vdot_type(a: Any, b: Any) -> Type:
    """The result type of `np.vdot`."""
    found = _product(a, b)
    return UNKNOWN if found is None else found[2]


def tensordot_type(a: Any, b: Any, axes: Any = 2) -> Type:
    """The result type of `np.tensordot`, which returns an array even without dims."""
    found, axes = _product(a, b), as_value(axes)
    if found is None or isinstance(axes, Type):
        return UNKNOWN
    try:
        summed = contracted(found[0].ndim, found[1].ndim, axes)
        free = [[t.dims[i] for i in rest(t.ndim, s)] for t, s in zip(found[:2], summed, strict=True)]
    except (TypeError, ZeroDivisionError):
        return UNKNOWN
    return Array(found[2].dtype, (*free[0], *free[1]))


def array_like_second(_: Any, x: Any, *__: Any) -> Type:
    """The result type of `tensordot_bar_left`: an array like its second argument."""
    return as_array(x) or UNKNOWN


def array_like_third(_: Any, __: Any, x: Any, *___: Any) -> Type:
    """The result type of `tensordot_bar_right`: an array like its third argument."""
    return as_array(x) or UNKNOWN


def einsum_type(subscripts: Any, *operands: Any, optimize: Any = False) -> Type:
    """The result type of `np.einsum`."""
    text, arrays = as_value(subscripts), [as_array(x) for x in operands]
    known = [a for a in arrays if a is not None]
    if not isinstance(text, str) or len(known) < len(arrays):
        return UNKNOWN
    try:
        inputs, output = explicit(text, tuple(a.ndim for a in known)).split("->")
    except (ValueError, IndexError):
        return UNKNOWN
    dims: dict[str, types.Dim] = {}
    for term, a in zip(inputs.split(","), known, strict=True):
        for letter, d in zip(term, a.dims, strict=False):
            dims[letter] = types.broadcast_dim(dims.get(letter, 1), d)
    dtype = np.result_type(*(a.dtype for a in known)).name
    return types.with_dims(dtype, tuple(dims.get(letter) for letter in output))


def einsum_like_type(subscripts: Any, like: Any, *factors: Any, optimize: Any = False) -> Type:
    """The result type of `einsum_like`."""
    del subscripts, factors
    t = as_type(like)
    return types.with_dims(t.dtype, types.dims_of(t)) if isinstance(t, Scalar | Array) else UNKNOWN


def einsum_bars_type(y_bar: Any, subscripts: Any, operands: Any) -> Type:
    """The result type of `einsum_bars`: a tuple of arrays like the operands."""
    del y_bar
    elements = operands.elements if isinstance(operands, Tuple) else operands
    return Tuple(tuple(einsum_like_type(subscripts, x) for x in elements)) if isinstance(elements, tuple) else UNKNOWN


def cross_type(a: Any, b: Any, axisa: Any = -1, axisb: Any = -1, axisc: Any = -1, axis: Any = None) -> Type:
    """The result type of `np.cross` of vectors of three."""
    found = _product(a, b)
    if found is None or not found[0].ndim or not found[1].ndim:
        return UNKNOWN
    x, y, dtype = found
    places = (axisa, axisb, axisc) if as_value(axis) is None else (axis,) * 3
    rank = max(x.ndim, y.ndim)
    axes = [axis_of(place, n) for place, n in zip(places, (x.ndim, y.ndim, rank), strict=True)]
    if axes[0] is None or axes[1] is None or axes[2] is None:
        return Array(dtype.dtype, (None,) * rank)
    dims = types.broadcast_dims((without(x.dims, (axes[0],)), without(y.dims, (axes[1],))))
    return Array(dtype.dtype, (*dims[: axes[2]], 3, *dims[axes[2] :]))


def order_of_type(optimize: Any, operands: Any) -> Type:
    """The result type of `order_of`, which is evaluated."""
    known = as_value(optimize)
    return UNKNOWN if isinstance(known, Type) else types.Static.of(order_of(known, operands))


def kron_shape_type(x: Any, ndim: Any = None, first: Any = None) -> Type:
    """The result type of `kron_shape` and `kron_joined`: integers, two per axis and one for two."""
    n = as_value(ndim)
    if isinstance(n, int):
        return Tuple((INT,) * (2 * n))
    dims = shape_dims(x)
    return UNKNOWN if dims is None else Tuple((INT,) * (len(dims) // 2))


# --- np.linalg --------------------------------------------------------------------------------------------------------


def inexact_name(dtype: str) -> str:
    return dtype if np.dtype(dtype).kind in "fc" else "float64"


def real_name(dtype: str) -> str:
    return np.empty(0, inexact_name(dtype)).real.dtype.name


def norm_type(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Type:
    """The result type of `np.linalg.norm`."""
    del ord
    a = as_array(x)
    dims = reduced_dims(a.dims, axis, keepdims) if a is not None else None
    return UNKNOWN if a is None or dims is None else types.with_dims(real_name(a.dtype), dims)


def solve_type(a: Any, b: Any) -> Type:
    """The result type of `np.linalg.solve`."""
    x, y = as_array(a), as_array(b)
    if x is None or y is None or x.ndim < 2 or not y.ndim:
        return UNKNOWN
    dtype = inexact_name(np.result_type(inexact_name(x.dtype), inexact_name(y.dtype)).name)
    if y.ndim == 1:
        return Array(dtype, (*x.dims[:-2], agree(x.dims[-1], y.dims[0])))
    batch = types.broadcast_dims((x.dims[:-2], y.dims[:-2]))
    return Array(dtype, (*batch, agree(x.dims[-1], y.dims[-2]), y.dims[-1]))


def matrix_type(a: Any, *_: Any, **__: Any) -> Type:
    """The result type of a function of matrices that keeps their dims and is inexact."""
    x = as_array(a)
    return UNKNOWN if x is None else Array(inexact_name(x.dtype), x.dims)


def det_type(a: Any) -> Type:
    """The result type of `np.linalg.det`."""
    x = as_array(a)
    return UNKNOWN if x is None or x.ndim < 2 else types.with_dims(inexact_name(x.dtype), x.dims[:-2])


def slogdet_type(a: Any) -> Type:
    """The result type of `np.linalg.slogdet`: a named tuple."""
    x = as_array(a)
    if x is None or x.ndim < 2:
        return UNKNOWN
    both = types.with_dims(inexact_name(x.dtype), x.dims[:-2]), types.with_dims(real_name(x.dtype), x.dims[:-2])
    return Tuple(both, type(np.linalg.slogdet(np.eye(1))))


def quotient_type(x: Any, y: Any) -> Type:
    """The result type of `divide_or_zero`: a float at least."""
    found = types.elementwise_type(as_type(x), as_type(y))
    if isinstance(found, Scalar | Array):
        return types.with_dims(inexact_name(found.dtype), types.dims_of(found))
    return UNKNOWN


def eigh_type(a: Any, UPLO: Any = "L") -> Type:
    """The result type of `np.linalg.eigh`."""
    del UPLO
    x = as_array(a)
    if x is None or x.ndim < 2:
        return UNKNOWN
    values, vectors = Array(real_name(x.dtype), x.dims[:-1]), Array(inexact_name(x.dtype), x.dims)
    return Tuple((values, vectors), type(np.linalg.eigh(np.eye(1))))
