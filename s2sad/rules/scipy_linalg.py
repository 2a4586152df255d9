"""Rules of `scipy.linalg`: triangular solves, factors that are solved with, functions of matrices, special matrices.

What NumPy has too is a composition of it. `y = solve_triangular(a, b)` -> `b_bar = solve_triangular(a, y_bar, 1)`,
`a_bar = -b_bar @ y.T` in the triangle. Functions of matrices: a block matrix of `a` and a direction (Higham 2008, 3.6).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg as sl

from s2sad.rules import result_linalg as found
from s2sad.rules.scipy_bands import TABLE as BANDED
from s2sad.rules.table import RuleTable
from s2sad.runtime import triangles
from s2sad.runtime.decompositions import mass_bars, mass_dot, qr_dot, refuse_mode, svd_dot
from s2sad.runtime.linalg import dagger, matrix_transpose
from s2sad.runtime.shaping import match

TABLE = RuleTable() | BANDED


# --- as in NumPy ------------------------------------------------------------------------------------------------------


@TABLE.composed(
    sl.solve, result=found.plain_solve_type, effect="may_raise", wrt=("a", "b"), static=("lower", "assume_a")
)
def solve(a: Any, b: Any, lower: Any = False, *, assume_a: Any = None) -> Any:
    return triangles.solved_plainly(triangles.as_read(np.atleast_2d(a), assume_a, lower), np.atleast_1d(b))


@TABLE.composed(sl.inv, result=found.square_type, effect="may_raise", wrt="a")
def inv(a: Any) -> Any:
    return np.linalg.inv(a)


@TABLE.composed(sl.det, result=found.double_det_type, wrt="a")
def det(a: Any) -> Any:
    return np.linalg.det(np.asarray(a, dtype=np.result_type(a, np.float64)))


@TABLE.composed(sl.cholesky, result=found.square_type, effect="may_raise", wrt="a", static=("lower",))
def cholesky(a: Any, lower: Any = False) -> Any:
    matrix = np.atleast_2d(a)
    return np.linalg.cholesky(matrix) if lower else dagger(np.linalg.cholesky(dagger(matrix)))


@TABLE.custom(sl.svd, wrt="a", result=found.plain_svd_type, effect="may_raise", static=("full_matrices", "compute_uv"))
def svd_jvp(y: Any, a: Any, a_dot: Any, full_matrices: Any = True, compute_uv: Any = True) -> Any:
    if compute_uv:
        return triangles.as_returned(svd_dot(y, a_dot, full_matrices), a)
    u, _, vh = np.linalg.svd(a, False)
    return np.real(np.einsum("...ji,...jk,...ik->...i", np.conj(u), a_dot, np.conj(vh)))


@TABLE.custom(sl.qr, wrt="a", result=found.plain_qr_type, effect="may_raise", static=("mode",))
def qr_jvp(y: Any, a: Any, a_dot: Any, *, mode: Any = "full") -> Any:
    return triangles.as_returned(qr_dot(y, a_dot), a) if mode == "economic" else refuse_mode(mode)


@TABLE.custom(
    sl.eigh,
    wrt=("a", "b"),
    result=found.plain_eigh_type,
    effect="may_raise",
    static=("lower", "eigvals_only"),
    parts=True,
)
def eigh_vjp(y_bar: Any, y: Any, a: Any, b: Any = None, *, lower: Any = True, eigvals_only: Any = False) -> Any:
    w, v = sl.eigh(a, b, lower=lower) if eigvals_only else y
    a_bar, b_bar = mass_bars((y_bar, None) if eigvals_only else y_bar, (w, v), b, "L" if lower else "U")
    return triangles.like(a_bar, a), None if b is None else triangles.like(b_bar, b)


@TABLE.custom(sl.eigh, wrt=("a", "b"))
def eigh_jvp(
    y: Any, a: Any, a_dot: Any, b_dot: Any, b: Any = None, *, lower: Any = True, eigvals_only: Any = False
) -> Any:
    w, v = sl.eigh(a, b, lower=lower) if eigvals_only else y
    w_dot, v_dot = mass_dot((w, v), a_dot, None if b is None else b_dot, "L" if lower else "U")
    return w_dot if eigvals_only else triangles.as_returned((w_dot, v_dot), w)


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
    b_bar = _solved_back(a, y_bar, b, trans, lower, unit_diagonal)
    a_bar = triangles.triangle(_whole_matrix_bar(b_bar, y, b, trans), lower, unit_diagonal)
    return triangles.like(a_bar, a), triangles.like(b_bar, b)


def _solved_back(a: Any, y_bar: Any, b: Any, trans: Any, lower: Any, unit_diagonal: Any) -> Any:
    """The cotangent of `b` in `a y = b`: the system that is the other way round."""
    if trans in (2, "C"):
        return np.conj(triangles.solved(a, np.conj(y_bar), b, 0, lower, unit_diagonal))
    return triangles.solved(a, y_bar, b, 0 if trans in (1, "T") else 1, lower, unit_diagonal)


def _whole_matrix_bar(b_bar: Any, y: Any, b: Any, trans: Any) -> Any:
    """The cotangent of `a` in `a y = b`, if all of `a` were read."""
    if trans in (2, "C"):
        return -np.conj(triangles.outer(y, b_bar, b))
    return -triangles.outer(y, b_bar, b) if trans in (1, "T") else -triangles.outer(b_bar, y, b)


@TABLE.custom(sl.solve_triangular, wrt=("a", "b"))
def solve_triangular_jvp(
    y: Any, a: Any, b: Any, a_dot: Any, b_dot: Any, trans: Any = 0, lower: Any = False, unit_diagonal: Any = False
) -> Any:
    change = triangles.transposed(triangles.triangle(a_dot, lower, unit_diagonal), trans)
    return triangles.solved(a, b_dot - triangles.applied(change, y, b), b, trans, lower, unit_diagonal)


@TABLE.inlined(sl.cho_factor, static=("lower",))
def cho_factor(a: Any, lower: Any = False) -> Any:
    """SciPy leaves what it finds in the other triangle; here it is zero."""
    if np.ndim(a) > 2:
        return [sl.cholesky(a, lower=lower), np.full(np.shape(a)[:-2], bool(lower))]
    return sl.cholesky(a, lower=lower), lower


@TABLE.inlined(sl.cho_solve)
def cho_solve(c_and_lower: Any, b: Any) -> Any:
    c, lower = c_and_lower
    if np.all(lower) if np.ndim(lower) > 0 else lower:
        return triangles.solved(c, sl.solve_triangular(c, b, 0, True), b, 2, True, False)
    return triangles.solved(c, sl.solve_triangular(c, b, 2, False), b, 0, False, False)


@TABLE.custom(sl.lu_factor, triangles.factored, wrt="a", result=found.lu_factor_type, effect="may_raise", kept=True)
def lu_factor_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    """`p a = l u` -> `inv(l) (p a_dot) inv(u)`, of which the lower part belongs to `l`, the upper one to `u`."""
    lu, pivots = y
    rows = triangles.exchanged(a_dot, triangles.row_order(lu, pivots))
    return triangles.as_returned((triangles.packed_change(lu, rows), triangles.no_change(pivots)), a)


@TABLE.custom(triangles.packed_change, wrt=("lu", "rows"), result=found.first_type, linear=("rows",), kept=True)
def packed_change_jvp(y: Any, lu: Any, rows: Any, lu_dot: Any, rows_dot: Any) -> Any:
    """`rows = dl u + l du`, of which `dl` and `du` are in `y`."""
    return triangles.packed_change(lu, rows_dot - _product(y, lu_dot) - _product(lu_dot, y))


@TABLE.custom(triangles.packed_change, wrt=("lu", "rows"))
def packed_change_vjp(y_bar: Any, y: Any, lu: Any, rows: Any) -> Any:
    rows_bar = triangles.packed_change_bar(lu, y_bar)
    return -_product_bar(rows_bar, y), rows_bar


@TABLE.custom(triangles.packed_change_bar, wrt=("lu", "y_bar"), result=found.first_type, linear=("y_bar",), kept=True)
def packed_change_bar_jvp(rows_bar: Any, lu: Any, y_bar: Any, lu_dot: Any, y_bar_dot: Any) -> Any:
    return triangles.packed_change_bar(lu, y_bar_dot - _product_bar(rows_bar, lu_dot))


@TABLE.custom(triangles.packed_change_bar, wrt=("lu", "y_bar"))
def packed_change_bar_vjp(z: Any, rows_bar: Any, lu: Any, y_bar: Any) -> Any:
    y = triangles.packed_change(lu, z)
    return -_product_bar(rows_bar, y), y


def _product(a: Any, b: Any) -> Any:
    """What is below the diagonal of `a` times the rest of `b`."""
    k = min(np.shape(a)[-2], np.shape(a)[-1])
    return np.tril(a, -1)[..., :k] @ np.triu(b)[..., :k, :]


def _product_bar(rows_bar: Any, x: Any) -> Any:
    """The cotangent of `a` in `_product(a, x) + _product(x, a)`."""
    k = min(np.shape(x)[-2], np.shape(x)[-1])
    a_bar = np.zeros_like(rows_bar)
    a_bar[..., :k] = np.tril(rows_bar @ matrix_transpose(np.triu(x)[..., :k, :]), -1)
    a_bar[..., :k, :] += np.triu(matrix_transpose(np.tril(x, -1)[..., :k]) @ rows_bar)
    return a_bar


@TABLE.inlined(sl.lu_solve, static=("trans",))
def lu_solve(lu_and_piv: Any, b: Any, trans: Any = 0) -> Any:
    lu, pivots = lu_and_piv
    order = triangles.square_row_order(lu, pivots)
    if np.ndim(b) == 1 and np.ndim(lu) > 2:
        return np.squeeze(_solved_twice(lu, order, np.expand_dims(b, -1), trans), -1)
    return _solved_twice(lu, order, b, trans)


def _solved_twice(lu: Any, order: Any, b: Any, trans: Any) -> Any:
    """With the lower factor and the upper one, in the order that the direction asks for."""
    if trans == 0:
        return sl.solve_triangular(lu, sl.solve_triangular(lu, triangles.exchanged(b, order), 0, True, True))
    turned = sl.solve_triangular(lu, sl.solve_triangular(lu, b, trans), trans, True, True)
    return triangles.exchanged(turned, np.argsort(order))


@TABLE.inlined(sl.lu)
def lu(a: Any) -> Any:
    packed, pivots = triangles.factored(a)
    m, n = np.shape(packed)[-2], np.shape(packed)[-1]
    k = min(m, n)
    lower = np.tril(packed[..., :k], -1) + np.eye(m, k, dtype=packed.dtype)
    return triangles.row_exchanges(packed, pivots), lower, np.triu(packed[..., :k, :])


# --- functions of matrices --------------------------------------------------------------------------------------------


@TABLE.custom(sl.expm, result=found.square_type)
def expm_vjp(y_bar: Any, y: Any, A: Any) -> Any:
    return match(triangles.corner(sl.expm(triangles.double(matrix_transpose(np.atleast_2d(A)), y_bar))), A)


@TABLE.custom(sl.expm)
def expm_jvp(y: Any, A: Any, A_dot: Any) -> Any:
    return triangles.corner(sl.expm(triangles.double(np.atleast_2d(A), np.atleast_2d(A_dot))))


@TABLE.custom(sl.logm, result=found.unknown_type)
def logm_vjp(y_bar: Any, y: Any, A: Any) -> Any:
    return triangles.corner(sl.logm(triangles.double(matrix_transpose(A), y_bar)))


@TABLE.custom(sl.logm)
def logm_jvp(y: Any, A: Any, A_dot: Any) -> Any:
    return triangles.corner(sl.logm(triangles.double(A, A_dot)))


@TABLE.custom(sl.sqrtm, result=found.unknown_type)
def sqrtm_vjp(y_bar: Any, y: Any, A: Any) -> Any:
    root = matrix_transpose(triangles.no_number(y, A, "scipy.linalg.sqrtm"))
    return triangles.sylvester(root, y_bar)


@TABLE.custom(sl.sqrtm)
def sqrtm_jvp(y: Any, A: Any, A_dot: Any) -> Any:
    root = triangles.no_number(y, A, "scipy.linalg.sqrtm")
    return triangles.sylvester(root, A_dot)


@TABLE.custom(sl.solve_sylvester, result=found.sylvester_type, linear=("q",))
def solve_sylvester_vjp(y_bar: Any, y: Any, a: Any, b: Any, q: Any) -> Any:
    q_bar = sl.solve_sylvester(matrix_transpose(a), matrix_transpose(b), y_bar)
    back = matrix_transpose(y)
    return triangles.like(-q_bar @ back, a), triangles.like(-back @ q_bar, b), triangles.like(q_bar, q)


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
    stack, dtype = triangles.joined_stack(np.shape(a)[:-2], np.shape(b)[:-2]), np.result_type(a, b)
    rows, columns = np.shape(a)[-2:], np.shape(b)[-2:]
    upper = [np.broadcast_to(a, (*stack, *rows)), np.zeros((*stack, rows[0], columns[1]), dtype=dtype)]
    lower = [np.zeros((*stack, columns[0], rows[1]), dtype=dtype), np.broadcast_to(b, (*stack, *columns))]
    return np.concatenate([np.concatenate(upper, -1), np.concatenate(lower, -1)], -2)


@TABLE.inlined(sl.toeplitz)
def toeplitz(c: Any, r: Any = None) -> Any:
    column = np.atleast_1d(c)
    row = np.conj(column) if r is None else np.atleast_1d(r)
    n, m = np.shape(column)[-1], np.shape(row)[-1]
    values = _end_to_end(np.flip(column, -1), row[..., 1:])
    return values[..., n - 1 - np.expand_dims(np.arange(n), 1) + np.arange(m)]


def _end_to_end(a: Any, b: Any) -> Any:
    """Vectors, or stacks of vectors, of which there are as many of either."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return np.concatenate((a, b))
    stack = triangles.joined_stack(np.shape(a)[:-1], np.shape(b)[:-1])
    parts = [np.broadcast_to(x, (*stack, np.shape(x)[-1])) for x in (a, b)]
    return np.concatenate(parts, -1)


@TABLE.inlined(sl.circulant)
def circulant(c: Any) -> Any:
    column = np.atleast_1d(c)
    n = np.shape(column)[-1]
    return column[..., (np.expand_dims(np.arange(n), 1) - np.arange(n)) % n]


@TABLE.inlined(sl.hankel)
def hankel(c: Any, r: Any = None) -> Any:
    row = np.zeros_like(c) if r is None else r
    values = np.concatenate((c, row[1:]))
    return values[np.expand_dims(np.arange(np.shape(c)[0]), 1) + np.arange(np.shape(row)[0])]


TABLE.constant(triangles.row_order, triangles.square_row_order, result=found.row_order_type, kept=True)
TABLE.constant(triangles.row_exchanges, result=found.row_exchanges_type, kept=True)
TABLE.constant(triangles.no_change, result=found.pivots_type, kept=True)


@TABLE.linear(triangles.refuse_number, wrt="y", result=found.first_type, effect="may_raise", kept=True)
def refuse_number_vjp(y_bar: Any, z: Any, y: Any, name: Any) -> Any:
    return triangles.refuse_number(y_bar, name)


TABLE.constant(triangles.joined_stack, result=found.stack_type, kept=True)
