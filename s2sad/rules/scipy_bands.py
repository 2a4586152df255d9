"""Rules of solves with banded and with Toeplitz matrices, whose transposes are such, too: diagonals get cotangents."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg as sl

from s2sad.rules import result_linalg as found
from s2sad.rules.table import RuleTable
from s2sad.runtime.bands import banded_outer, banded_product, columns, toeplitz_solve, transposed_band, vectors
from s2sad.runtime.filters import lags
from s2sad.runtime.shaping import as_kind
from s2sad.runtime.triangles import like

TABLE = RuleTable()


@TABLE.custom(
    sl.solve_banded,
    wrt=("ab", "b"),
    result=found.banded_solve_type,
    effect="may_raise",
    static=("l_and_u",),
    linear=("b",),
)
def solve_banded_vjp(y_bar: Any, y: Any, l_and_u: Any, ab: Any, b: Any) -> Any:
    opposite, turned = (l_and_u[1], l_and_u[0]), transposed_band(l_and_u, ab)
    b_bar = sl.solve_banded(opposite, turned, columns(y_bar, ab, b))
    return like(-banded_outer(l_and_u, b_bar, columns(y, ab, b)), ab), like(vectors(b_bar, ab, b), b)


@TABLE.custom(sl.solve_banded, wrt=("ab", "b"))
def solve_banded_jvp(y: Any, l_and_u: Any, ab: Any, b: Any, ab_dot: Any, b_dot: Any) -> Any:
    change = banded_product(l_and_u, ab_dot, columns(y, ab, b))
    return vectors(sl.solve_banded(l_and_u, ab, columns(b_dot, ab, b) - change), ab, b)


@TABLE.multilinear(banded_product, wrt=("ab", "x"), result=found.banded_solve_type, kept=True)
def banded_product_vjp(y_bar: Any, y: Any, l_and_u: Any, ab: Any, x: Any) -> Any:
    x_bar = banded_product((l_and_u[1], l_and_u[0]), transposed_band(l_and_u, ab), y_bar)
    return like(banded_outer(l_and_u, y_bar, x), ab), like(x_bar, x)


@TABLE.multilinear(banded_outer, wrt=("p", "x"), result=found.banded_outer_type, kept=True)
def banded_outer_vjp(y_bar: Any, y: Any, l_and_u: Any, p: Any, x: Any) -> Any:
    x_bar = banded_product((l_and_u[1], l_and_u[0]), transposed_band(l_and_u, y_bar), p)
    return like(banded_product(l_and_u, y_bar, x), p), like(x_bar, x)


@TABLE.linear(transposed_band, wrt="ab", result=found.banded_type, kept=True)
def transposed_band_vjp(y_bar: Any, y: Any, l_and_u: Any, ab: Any) -> Any:
    return transposed_band((l_and_u[1], l_and_u[0]), y_bar)


# --- constant diagonals -----------------------------------------------------------------------------------------------


@TABLE.inlined(sl.solve_toeplitz)
def solve_toeplitz(c_or_cr: Any, b: Any) -> Any:
    c, r = c_or_cr if isinstance(c_or_cr, tuple) else (c_or_cr, np.conj(c_or_cr))
    if np.ndim(c) == 1 and np.ndim(r) == 1 and np.ndim(b) < 3:
        return toeplitz_solve(c, r, b)
    return _one_by_one(c, r, b)


def _one_by_one(c: Any, r: Any, b: Any) -> Any:
    """Stacks are broadcast and solved in a loop, as SciPy does."""
    right = np.expand_dims(b, -1) if np.ndim(b) == 1 else b
    stack = np.broadcast_shapes(np.shape(c)[:-1], np.shape(r)[:-1], np.shape(right)[:-2])
    first_columns = np.reshape(np.broadcast_to(c, (*stack, *np.shape(c)[-1:])), (-1, *np.shape(c)[-1:]))
    first_rows = np.reshape(np.broadcast_to(r, (*stack, *np.shape(r)[-1:])), (-1, *np.shape(r)[-1:]))
    sides = np.reshape(np.broadcast_to(right, (*stack, *np.shape(right)[-2:])), (-1, *np.shape(right)[-2:]))
    solutions = np.stack([toeplitz_solve(*each) for each in zip(first_columns, first_rows, sides, strict=True)])
    whole = np.reshape(solutions, (*stack, *np.shape(right)[-2:]))
    return whole[..., 0] if np.ndim(b) == 1 else whole


@TABLE.custom(toeplitz_solve, wrt=("c", "r", "b"), result=found.toeplitz_solve_type, effect="may_raise", kept=True)
def toeplitz_solve_vjp(y_bar: Any, y: Any, c: Any, r: Any, b: Any) -> Any:
    """The first row has no say in the corner; the sums along the diagonals are correlations."""
    b_bar = toeplitz_solve(np.concatenate((c[:1], r[1:])), c, y_bar)
    r_bar = np.concatenate((np.zeros_like(r[:1]), lags(y, b_bar, r, 0)[1:]))
    return as_kind(-lags(b_bar, y, c, 0), c), as_kind(-r_bar, r), as_kind(b_bar, b)


@TABLE.custom(toeplitz_solve, wrt=("c", "r", "b"))
def toeplitz_solve_jvp(y: Any, c: Any, r: Any, b: Any, c_dot: Any, r_dot: Any, b_dot: Any) -> Any:
    return toeplitz_solve(c, r, b_dot - sl.toeplitz(c_dot, r_dot) @ y)
