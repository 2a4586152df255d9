"""The result types of decompositions: `svd_type(Array("float64", (n, m)))` -> matrices and a vector."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import INT, UNKNOWN, Array, Dim, Scalar, Tuple, Type
from s2sad.rules.result_products import inexact_name, real_name
from s2sad.rules.result_shapes import as_array, shape_dims
from s2sad.rules.results import as_value


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


def size_type(shape: Any) -> Type:
    """The result type of `size_of`."""
    return INT if shape_dims(shape) is not None else UNKNOWN
