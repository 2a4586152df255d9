"""The result types of decompositions: `svd_type(Array("float64", (n, m)))` -> matrices and a vector."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import INT, UNKNOWN, Array, Dim, FixedList, Scalar, Static, Tuple, Type, broadcast_dims, with_dims
from s2sad.rules.result_products import inexact_name, real_name
from s2sad.rules.result_shapes import as_array, parts, shape_dims
from s2sad.rules.results import as_type, as_value


def matrices(a: Any) -> Array | None:
    """The type of a matrix or a stack of them, inexact; None if it is not known to be one."""
    x = as_array(a)
    return None if x is None or x.ndim < 2 else Array(inexact_name(x.dtype), x.dims)


def smaller(m: Dim, n: Dim) -> Dim:
    """The smaller of two dims, where that is known."""
    if m == n:
        return m
    return min(m, n) if isinstance(m, int) and isinstance(n, int) else None


def svd_type(a: Any, full_matrices: Any = True, compute_uv: Any = True, hermitian: Any = False) -> Type:
    """The result type of `np.linalg.svd`."""
    x = matrices(a)
    if x is None:
        return UNKNOWN
    *batch, m, n = x.dims
    k = smaller(m, n)
    s = Array(real_name(x.dtype), (*batch, k))
    if not as_value(compute_uv):
        return s
    rows, columns = (m, n) if as_value(full_matrices) else (k, k)
    both = Array(x.dtype, (*batch, m, rows)), s, Array(x.dtype, (*batch, columns, n))
    return Tuple(both, type(np.linalg.svd(np.eye(1))))


def qr_type(a: Any, mode: Any = "reduced") -> Type:
    """The result type of `np.linalg.qr`."""
    x = matrices(a)
    if x is None or as_value(mode) not in ("reduced", "r"):
        return UNKNOWN
    *batch, m, n = x.dims
    k = smaller(m, n)
    q, r = Array(x.dtype, (*batch, m, k)), Array(x.dtype, (*batch, k, n))
    return r if as_value(mode) == "r" else Tuple((q, r), type(np.linalg.qr(np.eye(1))))


def eig_type(a: Any) -> Type:
    """The result type of `np.linalg.eig`; that of real matrices is real or complex, as the values are."""
    x = matrices(a)
    if x is None:
        return UNKNOWN
    known = np.dtype(x.dtype).kind == "c"
    both = (Array(x.dtype, x.dims[:-1]), Array(x.dtype, x.dims)) if known else (UNKNOWN, UNKNOWN)
    return Tuple(both, type(np.linalg.eig(np.eye(1))))


def eigvals_type(a: Any) -> Type:
    """The result type of `np.linalg.eigvals`."""
    x = matrices(a)
    return Array(x.dtype, x.dims[:-1]) if x is not None and np.dtype(x.dtype).kind == "c" else UNKNOWN


def pinv_type(a: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.linalg.pinv`."""
    x = matrices(a)
    return UNKNOWN if x is None else Array(x.dtype, (*x.dims[:-2], x.dims[-1], x.dims[-2]))


def lstsq_type(a: Any, b: Any, rcond: Any = None) -> Type:
    """The result type of `np.linalg.lstsq`: solution, residuals, rank, singular values."""
    x, y = matrices(a), as_array(b)
    if x is None or y is None:
        return UNKNOWN
    name = inexact_name(np.result_type(x.dtype, y.dtype).name)
    m, n = x.dims[-2:]
    solution, residuals = Array(name, (n, *y.dims[1:])), Array(real_name(name), (None,))
    return Tuple((solution, residuals, Scalar("int32"), Array(real_name(name), (smaller(m, n),))))


def close_pairs_type(w: Any) -> Type:
    """The result type of `close_pairs`: a mask of each value against each."""
    x = as_array(w)
    return UNKNOWN if x is None else Array("bool", (*x.dims, x.dims[-1]))


def second_type(x: Any, y: Any, *_: Any) -> Type:
    """The result type of a check that hands on its second argument."""
    return as_array(y) or UNKNOWN


def third_type(x: Any, y: Any, z: Any) -> Type:
    """The result type of `equal_part`."""
    return as_array(z) or UNKNOWN


def size_type(shape: Any) -> Type:
    """The result type of `size_of`."""
    return INT if shape_dims(shape) is not None else UNKNOWN


def counted_type(arrays: Any) -> Type:
    """The result type of `is_counted`: a known answer."""
    return Static.of(parts(arrays) is not None)


# --- scipy.linalg -----------------------------------------------------------------------------------------------------


def square_type(a: Any, *_: Any, **__: Any) -> Type:
    """The result type of a function of square matrices, which takes a number for one."""
    x = as_array(a)
    return UNKNOWN if x is None else Array(inexact_name(x.dtype), (1,) * (2 - x.ndim) + x.dims)


def plain_solve_type(a: Any, b: Any, *_: Any, **__: Any) -> Type:
    """The result type of a solve with one matrix or a stack: like the right side, a vector or matrices."""
    x, y = matrices(a), as_array(b)
    if x is None or y is None or not y.ndim:
        return UNKNOWN
    core = y.dims[-2:]
    stack = broadcast_dims((x.dims[:-2], y.dims[:-2]))
    return Array(np.result_type(x.dtype, inexact_name(y.dtype)).name, (*stack, *core))


def several(results: Type, a: Any) -> Type:
    """A plain tuple of results; a list of them where `a` is a stack."""
    if not isinstance(results, Tuple):
        return results
    x = as_array(a)
    return FixedList(results.elements) if x is not None and x.ndim > 2 else Tuple(results.elements)


def plain_svd_type(a: Any, full_matrices: Any = True, compute_uv: Any = True) -> Type:
    """The result type of `scipy.linalg.svd`."""
    return several(svd_type(a, full_matrices, compute_uv), a)


def plain_qr_type(a: Any, *, mode: Any = "full") -> Type:
    """The result type of `scipy.linalg.qr` for economic factors."""
    return several(qr_type(a), a) if as_value(mode) == "economic" else UNKNOWN


def plain_eigh_type(a: Any, b: Any = None, *, lower: Any = True, eigvals_only: Any = False) -> Type:
    """The result type of `scipy.linalg.eigh`."""
    x, y = matrices(a), None if as_value(b) is None else matrices(b)
    if x is None or (y is None and as_value(b) is not None):
        return UNKNOWN
    dtype = x.dtype if y is None else np.result_type(x.dtype, y.dtype).name
    dims = x.dims if y is None else (*broadcast_dims((x.dims[:-2], y.dims[:-2])), *x.dims[-2:])
    w, v = Array(real_name(dtype), dims[:-1]), Array(dtype, dims)
    return w if as_value(eigvals_only) else several(Tuple((w, v)), v)


def lu_factor_type(a: Any) -> Type:
    """The result type of `scipy.linalg.lu_factor`."""
    x = matrices(a)
    return UNKNOWN if x is None else several(Tuple((x, Array("int32", (*x.dims[:-2], smaller(*x.dims[-2:]))))), x)


def double_det_type(a: Any) -> Type:
    """The result type of `scipy.linalg.det`, in double precision."""
    x = matrices(a)
    return UNKNOWN if x is None else with_dims(np.result_type(x.dtype, np.float64).name, x.dims[:-2])


def stack_type(a: Any, b: Any) -> Type:
    """The result type of `joined_stack`: as many sizes as the longer shape has."""
    x, y = shape_dims(a), shape_dims(b)
    return UNKNOWN if x is None or y is None else Tuple((INT,) * max(len(x), len(y)))


def first_type(x: Any, *_: Any) -> Type:
    """The result type of what refuses instead of handing on its first argument."""
    return as_type(x)


def pivots_type(pivots: Any) -> Type:
    """The result type of `no_change`: positions."""
    x = as_array(pivots)
    return UNKNOWN if x is None else Array("int64", x.dims)


def row_order_type(lu: Any, pivots: Any) -> Type:
    """The result type of `row_order`: a place for each row."""
    x = as_array(lu)
    return UNKNOWN if x is None else Array("int64", x.dims[:-1])


def row_exchanges_type(lu: Any, pivots: Any) -> Type:
    """The result type of `row_exchanges`: real, but for matrices of one element."""
    x = as_array(lu)
    if x is None or (None in x.dims[-2:] and np.dtype(x.dtype).kind == "c"):
        return UNKNOWN
    dtype = x.dtype if x.dims[-2:] == (1, 1) else real_name(x.dtype)
    return Array(dtype, (*x.dims[:-2], x.dims[-2], x.dims[-2]))


def sylvester_type(a: Any, b: Any, q: Any) -> Type:
    """The result type of `scipy.linalg.solve_sylvester`."""
    parts = [matrices(x) for x in (a, b, q)]
    known = [x for x in parts if x is not None]
    if len(known) < 3:
        return UNKNOWN
    stack = broadcast_dims(x.dims[:-2] for x in known)
    return Array(np.result_type(*(x.dtype for x in known)).name, (*stack, *known[2].dims[-2:]))


def unknown_type(*_: Any) -> Type:
    """The result type of a function that gives real or complex matrices, as the values want it."""
    return UNKNOWN


def banded_solve_type(l_and_u: Any, ab: Any, b: Any) -> Type:
    """The result type of `scipy.linalg.solve_banded` and `banded_product`: like the vectors."""
    return plain_solve_type(ab, b)


def banded_outer_type(l_and_u: Any, p: Any, x: Any) -> Type:
    """The result type of `banded_outer`: one row for each diagonal."""
    a, b = as_array(p), as_array(x)
    if a is None or b is None:
        return UNKNOWN
    stack = broadcast_dims((a.dims[:-2], b.dims[:-2]))
    return Array(np.result_type(a.dtype, b.dtype).name, (*stack, None, b.dims[-min(b.ndim, 2)]))


def banded_type(l_and_u: Any, ab: Any) -> Type:
    """The result type of `transposed_band`."""
    return as_array(ab) or UNKNOWN


def toeplitz_solve_type(c: Any, r: Any, b: Any) -> Type:
    """The result type of `toeplitz_solve`: the dims of the right-hand side, in double precision."""
    parts = [as_array(each) for each in (c, r, b)]
    known = [each for each in parts if each is not None]
    if len(known) < 3:
        return UNKNOWN
    return Array(np.result_type(np.float64, *(each.dtype for each in known)).name, known[2].dims)
