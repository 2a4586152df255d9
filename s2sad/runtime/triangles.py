"""Helpers of the rules of `scipy.linalg`: parts of matrices, row exchanges, and matrices in a block.

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


def some(a: Any, name: str) -> Any:
    """`a`, unless it is a stack without elements."""
    if np.ndim(a) > 2 and np.size(a) == 0:
        raise MissingRuleError(f"{name} has no derivative rule for stacks without elements", hint=_NONE)
    return a


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
    if np.shape(lu)[-2] != np.shape(lu)[-1]:
        raise MissingRuleError("scipy.linalg.lu_factor has no derivative rule for matrices that are not square")
    order = np.zeros(np.shape(pivots), int) + np.arange(np.shape(pivots)[-1])
    for *stack, k in np.ndindex(np.shape(pivots)):
        row, other = order[tuple(stack)], pivots[(*stack, k)]
        row[k], row[other] = row[other], row[k]
    return order


def exchanged(a: Any, order: Any) -> Any:
    """The rows of a matrix, or a stack of them, in another order."""
    if np.ndim(order) == 1:
        return a[order]
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
