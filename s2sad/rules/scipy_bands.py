"""Rules of solves with banded and with Toeplitz matrices, whose transposes are such, too: diagonals get cotangents."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg as sl

from s2sad.rules import result_linalg as found
from s2sad.rules.table import RuleTable
from s2sad.runtime.bands import banded_outer, banded_product, toeplitz_solve, transposed_band
from s2sad.runtime.filters import lags
from s2sad.runtime.shaping import as_kind
from s2sad.runtime.triangles import some, unstacked

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
    turned = transposed_band(l_and_u, unstacked(ab, 2, "scipy.linalg.solve_banded"))
    b_bar = sl.solve_banded((l_and_u[1], l_and_u[0]), turned, unstacked(y_bar, 2, "scipy.linalg.solve_banded"))
    return as_kind(-banded_outer(l_and_u, b_bar, y), ab), as_kind(b_bar, b)


@TABLE.custom(sl.solve_banded, wrt=("ab", "b"))
def solve_banded_jvp(y: Any, l_and_u: Any, ab: Any, b: Any, ab_dot: Any, b_dot: Any) -> Any:
    band_dot = unstacked(ab_dot, 2, "scipy.linalg.solve_banded")
    change = banded_product(l_and_u, band_dot, unstacked(y, 2, "scipy.linalg.solve_banded"))
    return sl.solve_banded(l_and_u, ab, b_dot - change)


@TABLE.multilinear(banded_product, wrt=("ab", "x"), result=found.banded_solve_type, kept=True)
def banded_product_vjp(y_bar: Any, y: Any, l_and_u: Any, ab: Any, x: Any) -> Any:
    x_bar = banded_product((l_and_u[1], l_and_u[0]), transposed_band(l_and_u, ab), y_bar)
    return banded_outer(l_and_u, y_bar, x), x_bar


@TABLE.multilinear(banded_outer, wrt=("p", "x"), result=found.banded_outer_type, kept=True)
def banded_outer_vjp(y_bar: Any, y: Any, l_and_u: Any, p: Any, x: Any) -> Any:
    x_bar = banded_product((l_and_u[1], l_and_u[0]), transposed_band(l_and_u, y_bar), p)
    return banded_product(l_and_u, y_bar, x), x_bar


@TABLE.linear(transposed_band, wrt="ab", result=found.banded_type, kept=True)
def transposed_band_vjp(y_bar: Any, y: Any, l_and_u: Any, ab: Any) -> Any:
    return transposed_band((l_and_u[1], l_and_u[0]), y_bar)


# --- constant diagonals -----------------------------------------------------------------------------------------------


@TABLE.inlined(sl.solve_toeplitz)
def solve_toeplitz(c_or_cr: Any, b: Any) -> Any:
    c, r = c_or_cr if isinstance(c_or_cr, tuple) else (c_or_cr, np.conj(c_or_cr))
    column, row = (unstacked(x, 1, "scipy.linalg.solve_toeplitz") for x in (c, r))
    right = unstacked(b, 2, "scipy.linalg.solve_toeplitz")
    return toeplitz_solve(some(column, "scipy.linalg.solve_toeplitz"), row, right)


@TABLE.custom(toeplitz_solve, wrt=("c", "r", "b"), result=found.toeplitz_solve_type, effect="may_raise", kept=True)
def toeplitz_solve_vjp(y_bar: Any, y: Any, c: Any, r: Any, b: Any) -> Any:
    """The first row has no say in the corner; the sums along the diagonals are correlations."""
    b_bar = toeplitz_solve(np.concatenate((c[:1], r[1:])), c, y_bar)
    r_bar = np.concatenate((np.zeros_like(r[:1]), lags(y, b_bar, r, 0)[1:]))
    return as_kind(-lags(b_bar, y, c, 0), c), as_kind(-r_bar, r), as_kind(b_bar, b)


@TABLE.custom(toeplitz_solve, wrt=("c", "r", "b"))
def toeplitz_solve_jvp(y: Any, c: Any, r: Any, b: Any, c_dot: Any, r_dot: Any, b_dot: Any) -> Any:
    return toeplitz_solve(c, r, b_dot - sl.toeplitz(c_dot, r_dot) @ y)
