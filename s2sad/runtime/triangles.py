"""Helpers of the rules of `scipy.linalg`: parts of matrices, triangular factors, and matrices in a block.

`corner(expm(double(a, e)))` is the derivative of `expm(a)` along `e`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg as sl

from s2sad.errors import MissingRuleError
from s2sad.runtime.linalg import dagger, matrix_transpose
from s2sad.runtime.shaping import as_kind, match

_NONE = "Leave the call out where np.size(...) is 0."


def triangle(a: Any, lower: bool, unit_diagonal: bool) -> Any:
    """The part of `a` that a triangular solve reads."""
    if lower:
        return np.tril(a, -1 if unit_diagonal else 0)
    return np.triu(a, 1 if unit_diagonal else 0)


def as_read(a: Any, kind: Any, lower: bool) -> Any:
    """The matrix for which `scipy.linalg.solve` takes `a`: of some kinds it reads a part only."""
    if kind in ("upper triangular", "lower triangular"):
        return np.triu(a) if kind == "upper triangular" else np.tril(a)
    if kind in ("diagonal", "tridiagonal"):
        return np.triu(np.tril(a)) if kind == "diagonal" else np.triu(np.tril(a, 1), -1)
    if kind in (None, "gen", "general", "banded"):
        return a
    strict, diagonal = np.tril(a, -1) if lower else np.triu(a, 1), np.triu(np.tril(a))
    if kind in ("sym", "symmetric"):
        return strict + matrix_transpose(strict) + diagonal
    if np.iscomplexobj(a):  # of a single number SciPy reads the imaginary part, too
        return strict + dagger(strict) + np.where(np.size(a) > 1, np.real(diagonal), diagonal)
    return strict + matrix_transpose(strict) + diagonal


def transposed(a: Any, trans: Any) -> Any:
    """`a`, its transpose (1), or its conjugate transpose (2)."""
    if trans in (1, "T"):
        return matrix_transpose(a)
    return dagger(a) if trans in (2, "C") else a


def outer(x: Any, y: Any, b: Any) -> Any:
    """`x @ y.T` of vectors or matrices, as `b` holds them: one vector belongs to all matrices of a stack."""
    if np.ndim(b) == 1:
        return np.outer(x, y) if np.ndim(x) == 1 else np.expand_dims(x, -1) * np.expand_dims(y, -2)
    return x @ matrix_transpose(y)


def applied(a: Any, y: Any, b: Any) -> Any:
    """`a @ y`, where `y` holds vectors if `b` does."""
    if np.ndim(b) == 1 and np.ndim(y) > 1:
        return np.squeeze(a @ np.expand_dims(y, -1), -1)
    return a @ y


def solved(a: Any, r: Any, b: Any, trans: Any, lower: Any, unit_diagonal: Any) -> Any:
    """`scipy.linalg.solve_triangular(a, r)`, where `r` holds vectors if `b` does."""
    if np.ndim(b) == 1 and np.ndim(r) > 1:
        return np.squeeze(sl.solve_triangular(a, np.expand_dims(r, -1), trans, lower, unit_diagonal), -1)
    return sl.solve_triangular(a, r, trans, lower, unit_diagonal)


def solved_plainly(a: Any, b: Any) -> Any:
    """`np.linalg.solve`, which before NumPy 2 took some matrices for vectors, and vectors for matrices."""
    if np.ndim(b) == 1 and np.ndim(a) > 2:
        return np.squeeze(np.linalg.solve(a, np.expand_dims(b, -1)), -1)
    if np.ndim(b) > 1 and np.ndim(a) == np.ndim(b) + 1:
        return np.linalg.solve(a, np.expand_dims(b, 0))
    return np.linalg.solve(a, b)


def like(x_bar: Any, x: Any) -> Any:
    """`x_bar` with the dtype of `x`, summed over a stack that `x` does not have."""
    return match(x_bar, x) if np.ndim(x_bar) > 2 or np.ndim(x_bar) > np.ndim(x) else as_kind(x_bar, x)


def as_returned(results: Any, a: Any) -> Any:
    """Several results: SciPy returns a list of them where `a` is a stack."""
    return list(results) if np.ndim(a) > 2 else results


def factored(a: Any) -> Any:
    """`scipy.linalg.lu_factor`, also of stacks without elements."""
    if np.ndim(a) < 3 or np.size(a) > 0:
        return sl.lu_factor(a)
    *stack, m, n = np.shape(a)
    return [np.zeros((*stack, m, n), np.result_type(a, np.float32)), np.zeros((*stack, min(m, n)), np.int32)]


def no_number(y: Any, a: Any, name: str) -> Any:
    """`y`, unless `a` is a number."""
    return refuse_number(y, name) if np.ndim(a) < 2 else y


def refuse_number(y: Any, name: str) -> Any:
    """Raise: numbers have no rule."""
    raise MissingRuleError(f"{name} has no derivative rule for numbers and vectors", hint="Use a matrix.")


def row_order(lu: Any, pivots: Any) -> Any:
    """The order of rows that exchanges of rows make, for one matrix or a stack.

    >>> row_order(np.eye(3), np.array([2, 1, 2]))
    array([2, 1, 0])
    """
    m = np.shape(lu)[-2]
    order = np.zeros((*np.shape(pivots)[:-1], m), int) + np.arange(m)
    for *stack, k in np.ndindex(np.shape(pivots)):
        row, other = order[tuple(stack)], pivots[(*stack, k)]
        row[k], row[other] = row[other], row[k]
    return order


def packed_change(lu: Any, rows: Any) -> Any:
    """The packed `dl` and `du` for which `dl @ u + l @ du` is `rows`, where `lu` holds `l` and `u`.

    With `x = inv(l) rows inv(u)` for the first k rows and columns, `dl` is `l` times the lower part of `x` and `du`
    its upper part times `u`; below them is only `dl`, beside them only `du`.
    """
    if np.size(lu) == 0:
        return np.zeros_like(rows)
    k = min(np.shape(lu)[-2:])
    square = lu[..., :k, :k]
    lower = np.tril(inside := _over_upper(square, _under_lower(square, rows[..., :k, :k], 0), 1), -1)
    upper = np.triu(inside)
    lu_dot = np.zeros(np.shape(rows), np.result_type(lu, rows))
    lu_dot[..., :k, :k] = lower + np.tril(square, -1) @ lower + upper @ np.triu(square)
    if np.shape(lu)[-2] > k:
        lu_dot[..., k:, :] = _over_upper(square, rows[..., k:, :], 1) - lu[..., k:, :] @ upper
    if np.shape(lu)[-1] > k:
        lu_dot[..., k:] = _under_lower(square, rows[..., k:], 0) - lower @ lu[..., k:]
    return lu_dot


def packed_change_bar(lu: Any, y_bar: Any) -> Any:
    """The transpose of `packed_change` in `rows`."""
    if np.size(lu) == 0:
        return np.zeros_like(y_bar)
    k = min(np.shape(lu)[-2:])
    square, square_bar = lu[..., :k, :k], y_bar[..., :k, :k]
    upper_bar = np.triu(square_bar) @ matrix_transpose(np.triu(square))
    lower_bar = square_bar + matrix_transpose(np.tril(square, -1)) @ np.tril(square_bar, -1)
    rows_bar = np.zeros(np.shape(y_bar), np.result_type(lu, y_bar))
    if np.shape(lu)[-2] > k:
        upper_bar = upper_bar - matrix_transpose(lu[..., k:, :]) @ y_bar[..., k:, :]
        rows_bar[..., k:, :] = _over_upper(square, y_bar[..., k:, :], 0)
    if np.shape(lu)[-1] > k:
        lower_bar = lower_bar - y_bar[..., k:] @ matrix_transpose(lu[..., k:])
        rows_bar[..., k:] = _under_lower(square, y_bar[..., k:], 1)
    inside_bar = np.triu(upper_bar) + np.tril(lower_bar, -1)
    rows_bar[..., :k, :k] = _under_lower(square, _over_upper(square, inside_bar, 0), 1)
    return rows_bar


def _under_lower(lu: Any, x: Any, trans: int) -> Any:
    """`inv(l) @ x`, or with the transpose of `l`."""
    return sl.solve_triangular(lu, x, trans, True, True)


def _over_upper(lu: Any, x: Any, trans: int) -> Any:
    """`x @ inv(u)` (1), or with the transpose of `u` (0)."""
    return matrix_transpose(sl.solve_triangular(lu, matrix_transpose(x), trans, False))


def square_row_order(lu: Any, pivots: Any) -> Any:
    """The order of rows for the factors of square matrices."""
    if np.shape(lu)[-2] != np.shape(lu)[-1]:
        raise MissingRuleError("scipy.linalg.lu_solve has no derivative rule for matrices that are not square")
    return row_order(lu, pivots)


def row_exchanges(lu: Any, pivots: Any) -> Any:
    """The matrix with which `scipy.linalg.lu` brings rows back to their places; for no elements SciPy's is empty.

    >>> row_exchanges(np.eye(2), np.array([1, 1]))
    array([[0., 1.],
           [1., 0.]])
    """
    m, n = np.shape(lu)[-2:]
    if np.size(lu) == 0:
        return np.zeros((*np.shape(lu)[:-2], 0, 0), np.real(lu).dtype)
    dtype = lu.dtype if m == n == 1 else np.real(lu).dtype  # SciPy has its own way with one element
    return matrix_transpose(np.eye(m, dtype=dtype)[row_order(lu, pivots)])


def exchanged(a: Any, order: Any) -> Any:
    """The rows of a matrix, or a stack of them, in another order."""
    if np.ndim(order) == 1:
        return a[order]
    if np.ndim(a) == np.ndim(order) + 1:
        return np.take_along_axis(a, np.expand_dims(order, -1), -2)
    return np.equal(np.expand_dims(order, -1), np.arange(np.shape(order)[-1])) @ a


def sylvester(a: Any, q: Any) -> Any:
    """The `x` for which `a @ x + x @ a` is `q`; SciPy does not take stacks of no matrices."""
    return np.zeros_like(q) if np.ndim(q) > 2 and np.size(q) == 0 else sl.solve_sylvester(a, a, q)


def joined_stack(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the stack that arrays of two stacks make together."""
    return np.broadcast_shapes(a, b)


def no_change(pivots: Any) -> Any:
    """The tangent of row exchanges."""
    return np.zeros_like(pivots)


def double(a: Any, e: Any) -> Any:
    """The block matrix of `a` twice, and `e` above the diagonal."""
    upper = np.concatenate([a, e], -1)
    return np.concatenate([upper, np.concatenate([np.zeros_like(a), a], -1)], -2)


def corner(m: Any) -> Any:
    """The upper right quarter."""
    half = np.shape(m)[-1] // 2
    return m[..., :half, half:]
