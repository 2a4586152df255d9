"""Rules of `scipy.sparse`: solves with a constant matrix; products `A @ x` are those of arrays.

`y = spsolve(A, b)` -> `b_bar = spsolve(A.T, y_bar)`. Matrices that are made of active values are refused where they are
made.
"""

from __future__ import annotations

from typing import Any

import scipy.sparse.linalg as sl

from s2sad.ir.types import UNKNOWN, Array
from s2sad.rules.result_products import inexact_name
from s2sad.rules.result_shapes import as_array
from s2sad.rules.table import RuleTable
from s2sad.runtime.sparse import transposed_solve

TABLE = RuleTable()


def _like_right(A: Any, b: Any) -> Any:
    """The result type of a solve: floats in the shape of the right-hand side."""
    right = as_array(b)
    return UNKNOWN if right is None else Array(inexact_name(right.dtype), right.dims)


@TABLE.linear(sl.spsolve, wrt="b", result=_like_right, effect="may_raise")
def spsolve_vjp(y_bar: Any, y: Any, A: Any, b: Any) -> Any:
    return transposed_solve(A, y_bar)


@TABLE.linear(transposed_solve, wrt="b", result=_like_right, effect="may_raise", kept=True)
def transposed_solve_vjp(y_bar: Any, y: Any, A: Any, b: Any) -> Any:
    return sl.spsolve(A, y_bar)
