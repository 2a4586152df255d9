"""Rules of products, which are linear in each factor: `a_bar = y_bar @ b.T`, `b_bar = a.T @ y_bar` for `y = a @ b`.

The helpers that give the two cotangents are products again, so each pair of rules closes on itself (Giles 2008).
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sad.rules import result_products
from s2sad.rules.result_shapes import evaluated, like_second
from s2sad.rules.table import RuleTable
from s2sad.runtime import products
from s2sad.runtime.einsum import einsum_bars, einsum_like, exchange, is_plain
from s2sad.runtime.products import (
    dot_bar_left,
    dot_bar_right,
    inner_bar_left,
    inner_bar_right,
    matmul_bar_left,
    matmul_bar_right,
    outer_bar_left,
    outer_bar_right,
    tensordot_bar_left,
    tensordot_bar_right,
)
from s2sad.runtime.shaping import as_kind, match, reshape_like

TABLE = RuleTable()


def _like_third(_: Any, __: Any, x: Any, *___: Any) -> Any:
    return like_second(_, x)


@TABLE.multilinear(np.matmul, operator.matmul, result=result_products.matmul_type)
def matmul_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return matmul_bar_left(y_bar, a, b), matmul_bar_right(y_bar, a, b)


@TABLE.multilinear(matmul_bar_left, wrt=("v", "b"), result=like_second)
def matmul_bar_left_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return y_bar @ b, matmul_bar_right(v, y_bar, b)


@TABLE.multilinear(matmul_bar_right, wrt=("v", "a"), result=_like_third)
def matmul_bar_right_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return a @ y_bar, matmul_bar_left(v, a, y_bar)


@TABLE.multilinear(np.dot, np.ndarray.dot, result=result_products.dot_type)
def dot_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return dot_bar_left(y_bar, a, b), dot_bar_right(y_bar, a, b)


@TABLE.multilinear(dot_bar_left, wrt=("v", "b"), result=like_second)
def dot_bar_left_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return np.dot(y_bar, b), dot_bar_right(v, y_bar, b)


@TABLE.multilinear(dot_bar_right, wrt=("v", "a"), result=_like_third)
def dot_bar_right_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return np.dot(a, y_bar), dot_bar_left(v, a, y_bar)


@TABLE.multilinear(np.inner, result=result_products.inner_type)
def inner_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return inner_bar_left(y_bar, a, b), inner_bar_right(y_bar, a, b)


@TABLE.multilinear(inner_bar_left, wrt=("v", "b"), result=like_second)
def inner_bar_left_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return np.inner(y_bar, b), inner_bar_right(v, y_bar, b)


@TABLE.multilinear(inner_bar_right, wrt=("v", "a"), result=_like_third)
def inner_bar_right_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return np.inner(a, y_bar), inner_bar_left(v, a, y_bar)


@TABLE.multilinear(np.outer, result=result_products.outer_type)
def outer_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return outer_bar_left(y_bar, a, b), outer_bar_right(y_bar, a, b)


@TABLE.multilinear(outer_bar_left, wrt=("v", "b"), result=like_second)
def outer_bar_left_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return np.outer(y_bar, b), outer_bar_right(v, y_bar, b)


@TABLE.multilinear(outer_bar_right, wrt=("v", "a"), result=_like_third)
def outer_bar_right_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any) -> Any:
    return np.outer(a, y_bar), outer_bar_left(v, a, y_bar)


@TABLE.multilinear(np.vdot, result=result_products.vdot_type)
def vdot_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    a_bar = reshape_like(np.conj(y_bar * np.ravel(b)), a)
    return as_kind(a_bar, a), as_kind(reshape_like(y_bar * np.conj(np.ravel(a)), b), b)


@TABLE.multilinear(np.cross, result=result_products.cross_type)
def cross_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return match(np.cross(b, y_bar), a), match(np.cross(y_bar, a), b)


@TABLE.multilinear(np.tensordot, wrt=("a", "b"), result=result_products.tensordot_type, static=("axes",))
def tensordot_vjp(y_bar: Any, y: Any, a: Any, b: Any, axes: Any = 2) -> Any:
    return tensordot_bar_left(y_bar, a, b, axes), tensordot_bar_right(y_bar, a, b, axes)


@TABLE.multilinear(tensordot_bar_left, wrt=("v", "b"), result=result_products.array_like_second)
def tensordot_bar_left_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any, axes: Any) -> Any:
    return np.tensordot(y_bar, b, axes), tensordot_bar_right(v, y_bar, b, axes)


@TABLE.multilinear(tensordot_bar_right, wrt=("v", "a"), result=result_products.array_like_third)
def tensordot_bar_right_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any, axes: Any) -> Any:
    return np.tensordot(a, y_bar, axes), tensordot_bar_left(v, a, y_bar, axes)


@TABLE.multilinear(np.einsum, wrt="operands", result=result_products.einsum_type, static=("subscripts",), alias="maybe")
def einsum_vjp(y_bar: Any, y: Any, subscripts: Any, *operands: Any) -> Any:
    return einsum_bars(y_bar, subscripts, operands)


@TABLE.multilinear(einsum_like, wrt="factors", result=result_products.einsum_like_type, static=("subscripts",))
def einsum_like_vjp(y_bar: Any, y: Any, subscripts: Any, like: Any, *factors: Any) -> Any:
    return einsum_bars(y_bar, subscripts, factors)


TABLE.constant(exchange, result=evaluated(exchange))
TABLE.constant(is_plain, result=evaluated(is_plain))
TABLE.constant(products.axes_range, result=evaluated(products.axes_range))
TABLE.constant(products.tensordot_left, result=evaluated(products.tensordot_left))
TABLE.constant(products.tensordot_right, result=evaluated(products.tensordot_right))
