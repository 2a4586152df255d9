"""Rules of `scipy.linalg`: triangular solves, factors that are solved with, functions of matrices, special matrices.

What NumPy has too is a composition of it. `y = solve_triangular(a, b)` -> `b_bar = solve_triangular(a, y_bar, 1)`,
`a_bar = -b_bar @ y.T` in the triangle. Functions of matrices: a block matrix of `a` and a direction (Higham 2008, 3.6).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg as sl

from s2sad.rules import result_linalg as found
from s2sad.rules.result_products import det_type
from s2sad.rules.scipy_bands import TABLE as BANDED
from s2sad.rules.table import RuleTable
from s2sad.runtime import triangles
from s2sad.runtime.decompositions import inverse_gaps, qr_dot, refuse_mode, svd_dot
from s2sad.runtime.linalg import dagger, matrix_transpose

TABLE = RuleTable() | BANDED


# --- as in NumPy ------------------------------------------------------------------------------------------------------


@TABLE.composed(sl.solve, result=found.plain_solve_type, effect="may_raise", wrt=("a", "b"))
def solve(a: Any, b: Any, *, assume_a: Any = None) -> Any:
    return np.linalg.solve(a, b)


@TABLE.composed(sl.inv, result=found.square_type, effect="may_raise", wrt="a")
def inv(a: Any) -> Any:
    return np.linalg.inv(a)


@TABLE.composed(sl.det, result=det_type, wrt="a")
def det(a: Any) -> Any:
    return np.linalg.det(a)


@TABLE.composed(sl.cholesky, result=found.square_type, effect="may_raise", wrt="a", static=("lower",))
def cholesky(a: Any, lower: Any = False) -> Any:
    return np.linalg.cholesky(a) if lower else dagger(np.linalg.cholesky(dagger(a)))


@TABLE.custom(sl.svd, wrt="a", result=found.plain_svd_type, effect="may_raise", static=("full_matrices", "compute_uv"))
def svd_jvp(y: Any, a: Any, a_dot: Any, full_matrices: Any = True, compute_uv: Any = True) -> Any:
    if compute_uv:
        return svd_dot(y, a_dot, full_matrices)
    u, _, vh = np.linalg.svd(a, False)
    return np.real(np.einsum("ji,jk,ik->i", np.conj(u), a_dot, np.conj(vh)))


@TABLE.custom(sl.qr, wrt="a", result=found.plain_qr_type, effect="may_raise", static=("mode",))
def qr_jvp(y: Any, a: Any, a_dot: Any, *, mode: Any = "full") -> Any:
    return qr_dot(y, a_dot) if mode == "economic" else refuse_mode(mode)


@TABLE.custom(
    sl.eigh, wrt=("a", "b"), result=found.plain_eigh_type, effect="may_raise", static=("lower", "eigvals_only")
)
def eigh_jvp(
    y: Any, a: Any, a_dot: Any, b_dot: Any, b: Any = None, *, lower: Any = True, eigvals_only: Any = False
) -> Any:
    """`a v = b v w` with `v.T b v = 1`: the vectors also keep that length."""
    w, v = sl.eigh(a, b, lower=lower) if eigvals_only else y
    inside = dagger(v) @ triangles.hermitian_dot(a_dot, lower) @ v
    mass = np.zeros_like(inside) if b is None else dagger(v) @ triangles.hermitian_dot(b_dot, lower) @ v
    change = inside - mass * w
    w_dot = np.real(np.diagonal(change))
    if eigvals_only:
        return w_dot
    return w_dot, v @ (change * inverse_gaps(w) - 0.5 * np.diag(np.diagonal(mass)))


# --- triangles and factors --------------------------------------------------------------------------------------------


@TABLE.custom(
    sl.solve_triangular,
    wrt=("a", "b"),
    result=found.plain_solve_type,
    effect="may_raise",
    static=("trans", "lower", "unit_diagonal"),
    linear=("b",),
)
def solve_triangular_vjp(
    y_bar: Any, y: Any, a: Any, b: Any, trans: Any = 0, lower: Any = False, unit_diagonal: Any = False
) -> Any:
    if trans in (2, "C"):
        b_bar = np.conj(sl.solve_triangular(a, np.conj(y_bar), 0, lower, unit_diagonal))
        return triangles.triangle(-np.conj(triangles.outer(y, b_bar)), lower, unit_diagonal), b_bar
    if trans in (1, "T"):
        b_bar = sl.solve_triangular(a, y_bar, 0, lower, unit_diagonal)
        return triangles.triangle(-triangles.outer(y, b_bar), lower, unit_diagonal), b_bar
    b_bar = sl.solve_triangular(a, y_bar, 1, lower, unit_diagonal)
    return triangles.triangle(-triangles.outer(b_bar, y), lower, unit_diagonal), b_bar


@TABLE.custom(sl.solve_triangular, wrt=("a", "b"))
def solve_triangular_jvp(
    y: Any, a: Any, b: Any, a_dot: Any, b_dot: Any, trans: Any = 0, lower: Any = False, unit_diagonal: Any = False
) -> Any:
    change = triangles.transposed(triangles.triangle(a_dot, lower, unit_diagonal), trans)
    return sl.solve_triangular(a, b_dot - change @ y, trans, lower, unit_diagonal)


@TABLE.inlined(sl.cho_factor, static=("lower",))
def cho_factor(a: Any, lower: Any = False) -> Any:
    """SciPy leaves what it finds in the other triangle; here it is zero."""
    return sl.cholesky(a, lower=lower), lower


@TABLE.inlined(sl.cho_solve)
def cho_solve(c_and_lower: Any, b: Any) -> Any:
    c, lower = c_and_lower
    if lower:
        return sl.solve_triangular(c, sl.solve_triangular(c, b, 0, True), 2, True)
    return sl.solve_triangular(c, sl.solve_triangular(c, b, 2, False), 0, False)


@TABLE.custom(sl.lu_factor, wrt="a", result=found.lu_factor_type, effect="may_raise")
def lu_factor_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    """`p a = l u` -> `inv(l) (p a_dot) inv(u)`, of which the lower part belongs to `l`, the upper one to `u`."""
    lu, pivots = y
    rows = a_dot[triangles.row_order(pivots)]
    half = sl.solve_triangular(lu, rows, 0, True, True)
    inside = matrix_transpose(sl.solve_triangular(lu, matrix_transpose(half), 1, False))
    lower = np.tril(inside, -1)
    return lower + np.tril(np.tril(lu, -1) @ lower, -1) + np.triu(np.triu(inside) @ np.triu(lu)), triangles.no_change(
        pivots
    )


@TABLE.inlined(sl.lu_solve, static=("trans",))
def lu_solve(lu_and_piv: Any, b: Any, trans: Any = 0) -> Any:
    lu, pivots = lu_and_piv
    order = triangles.row_order(pivots)
    if trans == 0:
        return sl.solve_triangular(lu, sl.solve_triangular(lu, b[order], 0, True, True))
    turned = sl.solve_triangular(lu, sl.solve_triangular(lu, b, trans), trans, True, True)
    return turned[np.argsort(order)]


@TABLE.inlined(sl.lu)
def lu(a: Any) -> Any:
    packed, pivots = sl.lu_factor(a)
    size = np.shape(a)[0]
    return np.eye(size)[:, triangles.row_order(pivots)], np.tril(packed, -1) + np.eye(size), np.triu(packed)


# --- functions of matrices --------------------------------------------------------------------------------------------


@TABLE.custom(sl.expm, result=found.square_type)
def expm_vjp(y_bar: Any, y: Any, A: Any) -> Any:
    return triangles.corner(sl.expm(triangles.double(matrix_transpose(A), y_bar)))


@TABLE.custom(sl.expm)
def expm_jvp(y: Any, A: Any, A_dot: Any) -> Any:
    return triangles.corner(sl.expm(triangles.double(A, A_dot)))


@TABLE.custom(sl.logm, result=found.unknown_type)
def logm_vjp(y_bar: Any, y: Any, A: Any) -> Any:
    return triangles.corner(sl.logm(triangles.double(matrix_transpose(A), y_bar)))


@TABLE.custom(sl.logm)
def logm_jvp(y: Any, A: Any, A_dot: Any) -> Any:
    return triangles.corner(sl.logm(triangles.double(A, A_dot)))


@TABLE.custom(sl.sqrtm, result=found.unknown_type)
def sqrtm_vjp(y_bar: Any, y: Any, A: Any) -> Any:
    return sl.solve_sylvester(np.transpose(y), np.transpose(y), y_bar)


@TABLE.custom(sl.sqrtm)
def sqrtm_jvp(y: Any, A: Any, A_dot: Any) -> Any:
    return sl.solve_sylvester(y, y, A_dot)


@TABLE.custom(sl.solve_sylvester, result=found.sylvester_type, linear=("q",))
def solve_sylvester_vjp(y_bar: Any, y: Any, a: Any, b: Any, q: Any) -> Any:
    q_bar = sl.solve_sylvester(np.transpose(a), np.transpose(b), y_bar)
    return -q_bar @ np.transpose(y), -np.transpose(y) @ q_bar, q_bar


@TABLE.custom(sl.solve_sylvester)
def solve_sylvester_jvp(y: Any, a: Any, b: Any, q: Any, a_dot: Any, b_dot: Any, q_dot: Any) -> Any:
    return sl.solve_sylvester(a, b, q_dot - a_dot @ y - y @ b_dot)


# --- special matrices -------------------------------------------------------------------------------------------------


@TABLE.inlined(sl.block_diag)
def block_diag(*arrs: Any) -> Any:
    blocks = [np.atleast_2d(x) for x in arrs]
    first = blocks[0]
    return np.copy(first) if len(arrs) == 1 else _diagonal_pair(first, sl.block_diag(*arrs[1:]))


def _diagonal_pair(a: Any, b: Any) -> Any:
    upper = np.concatenate([a, np.zeros((np.shape(a)[0], np.shape(b)[1]))], 1)
    return np.concatenate([upper, np.concatenate([np.zeros((np.shape(b)[0], np.shape(a)[1])), b], 1)], 0)


@TABLE.inlined(sl.toeplitz)
def toeplitz(c: Any, r: Any = None) -> Any:
    row = np.conj(c) if r is None else r
    values = np.concatenate((np.flip(c), row[1:]))
    n, m = np.shape(c)[0], np.shape(row)[0]
    return values[n - 1 - np.expand_dims(np.arange(n), 1) + np.arange(m)]


@TABLE.inlined(sl.circulant)
def circulant(c: Any) -> Any:
    n = np.shape(c)[0]
    return c[(np.expand_dims(np.arange(n), 1) - np.arange(n)) % n]


@TABLE.inlined(sl.hankel)
def hankel(c: Any, r: Any = None) -> Any:
    row = np.zeros_like(c) if r is None else r
    values = np.concatenate((c, row[1:]))
    return values[np.expand_dims(np.arange(np.shape(c)[0]), 1) + np.arange(np.shape(row)[0])]


TABLE.constant(triangles.row_order, result=found.row_order_type, kept=True)
TABLE.constant(triangles.no_change, result=found.row_order_type, kept=True)
