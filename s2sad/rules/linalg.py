"""Rules of `np.linalg`, for one matrix or a stack: `a_bar = -y.T @ y_bar @ y.T` for `y = inv(a)`.

After Giles, *Collected matrix derivative results for forward and reverse mode AD* (2008); Cholesky after Murray (2016).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import BOOL, UNKNOWN
from s2sad.rules import result_products
from s2sad.rules.result_shapes import evaluated
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.cofactors import cofactors, cofactors_derivative, cofactors_second
from s2sad.runtime.decompositions import eigh_bar, eigh_dot
from s2sad.runtime.linalg import (
    apply_like,
    cholesky_bar,
    cholesky_dot,
    dagger,
    divide_or_zero,
    matrix_transpose,
    norm_bar,
    norm_kind,
    refuse_norm,
    slogdet_bar,
    slogdet_dot,
    solve_bar_left,
    solve_like,
    takes_vectors,
    times_matrix,
)
from s2sad.runtime.shaping import match

TABLE = RuleTable()


@TABLE.elementwise(divide_or_zero, result=result_products.quotient_type, linear=("x",))
def divide_or_zero_partials(z: Any, x: Any, y: Any) -> Any:
    return divide_or_zero(1.0, y), -divide_or_zero(z, y)


@TABLE.custom(np.linalg.norm, result=result_products.norm_type, static=("ord", "axis", "keepdims"))
def norm_vjp(y_bar: Any, y: Any, x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    return norm_bar(y_bar, y, x, ord, axis, keepdims)


@TABLE.custom(np.linalg.norm)
def norm_jvp(y: Any, x: Any, x_dot: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    gradient = norm_bar(np.ones_like(y), y, x, ord, axis, keepdims)
    return np.sum(np.real(gradient * x_dot), axis=axis, keepdims=keepdims)


@TABLE.custom(np.linalg.solve, result=result_products.solve_type, effect="may_raise", linear=("b",))
def solve_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    b_bar = solve_like(matrix_transpose(a), y_bar, b)
    return solve_bar_left(b_bar, y, a, b), match(b_bar, b)


@TABLE.custom(np.linalg.solve)
def solve_jvp(y: Any, a: Any, b: Any, a_dot: Any, b_dot: Any) -> Any:
    return solve_like(a, b_dot - apply_like(a_dot, y, b), b)


@TABLE.custom(np.linalg.inv, result=result_products.matrix_type, effect="may_raise")
def inv_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return -matrix_transpose(y) @ y_bar @ matrix_transpose(y)


@TABLE.custom(np.linalg.inv)
def inv_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    return -y @ a_dot @ y


@TABLE.custom(np.linalg.det, result=result_products.det_type)
def det_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return times_matrix(y_bar, cofactors(a))


@TABLE.custom(np.linalg.det)
def det_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    return np.sum(cofactors(a) * a_dot, axis=(-2, -1))


@TABLE.custom(cofactors, result=result_products.matrix_type, kept=True)
def cofactors_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return cofactors_derivative(a, y_bar)


@TABLE.custom(cofactors)
def cofactors_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    return cofactors_derivative(a, a_dot)


@TABLE.custom(cofactors_derivative, result=result_products.matrix_type, kept=True)
def cofactors_derivative_vjp(y_bar: Any, y: Any, a: Any, m: Any) -> Any:
    return cofactors_second(a, m, y_bar), cofactors_derivative(a, y_bar)


@TABLE.custom(cofactors_derivative)
def cofactors_derivative_jvp(y: Any, a: Any, m: Any, a_dot: Any, m_dot: Any) -> Any:
    return cofactors_second(a, m, a_dot) + cofactors_derivative(a, m_dot)


@TABLE.custom(np.linalg.slogdet, result=result_products.slogdet_type)
def slogdet_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return slogdet_bar(y_bar, y, a)


@TABLE.custom(np.linalg.slogdet)
def slogdet_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    return slogdet_dot(y, a, a_dot)


@TABLE.custom(np.linalg.cholesky, result=result_products.matrix_type, effect="may_raise", static=("upper",))
def cholesky_vjp(y_bar: Any, y: Any, a: Any, *, upper: Any = False) -> Any:
    return dagger(cholesky_bar(dagger(y_bar), dagger(y))) if upper else cholesky_bar(y_bar, y)


@TABLE.custom(np.linalg.cholesky)
def cholesky_jvp(y: Any, a: Any, a_dot: Any, *, upper: Any = False) -> Any:
    return dagger(cholesky_dot(dagger(y), dagger(a_dot))) if upper else cholesky_dot(y, a_dot)


@TABLE.custom(np.linalg.eigh, result=result_products.eigh_type, effect="may_raise", static=("UPLO",), parts=True)
def eigh_vjp(y_bar: Any, y: Any, a: Any, UPLO: Any = "L") -> Any:
    return eigh_bar(y_bar, y, UPLO)


@TABLE.custom(np.linalg.eigh)
def eigh_jvp(y: Any, a: Any, a_dot: Any, UPLO: Any = "L") -> Any:
    return eigh_dot(y, a_dot, UPLO)


TABLE.refused(cofactors_second, result=result_products.matrix_type, kept=True)
TABLE.constant(norm_kind, result=evaluated(norm_kind))
TABLE.constant(refuse_norm, effect="may_raise", result=always(UNKNOWN))
TABLE.constant(takes_vectors, result=always(BOOL))
