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
from s2sad.runtime.einsum import einsum_bars, einsum_like, exchange, is_plain, order_of
from s2sad.runtime.products import (
    dot_bar_left,
    dot_bar_right,
    inner_bar_left,
    inner_bar_right,
    kron_joined,
    kron_shape,
    matmul_bar_left,
    matmul_bar_right,
    outer_bar_left,
    outer_bar_right,
    tensordot_bar_left,
    tensordot_bar_right,
    vector_back,
    vector_last,
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


@TABLE.multilinear(
    np.cross, wrt=("a", "b"), result=result_products.cross_type, static=("axisa", "axisb", "axisc", "axis")
)
def cross_vjp(
    y_bar: Any, y: Any, a: Any, b: Any, axisa: Any = -1, axisb: Any = -1, axisc: Any = -1, axis: Any = None
) -> Any:
    at, bt, yt = vector_last(a, axisa, axis), vector_last(b, axisb, axis), vector_last(y_bar, axisc, axis)
    a_bar, b_bar = match(np.cross(bt, yt), at), match(np.cross(yt, at), bt)
    return vector_back(a_bar, axisa, axis), vector_back(b_bar, axisb, axis)


@TABLE.inlined(np.kron)
def kron(a: Any, b: Any) -> Any:
    """The elements of the two at axes in turn, two of which then become one."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return np.multiply(a, b)
    n = max(np.ndim(a), np.ndim(b))
    wide = np.reshape(a, kron_shape(a, n, 1)) * np.reshape(b, kron_shape(b, n, 0))
    return np.reshape(wide, kron_joined(np.shape(wide)))


@TABLE.multilinear(np.tensordot, wrt=("a", "b"), result=result_products.tensordot_type, static=("axes",))
def tensordot_vjp(y_bar: Any, y: Any, a: Any, b: Any, axes: Any = 2) -> Any:
    return tensordot_bar_left(y_bar, a, b, axes), tensordot_bar_right(y_bar, a, b, axes)


@TABLE.multilinear(tensordot_bar_left, wrt=("v", "b"), result=result_products.array_like_second)
def tensordot_bar_left_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any, axes: Any) -> Any:
    return np.tensordot(y_bar, b, axes), tensordot_bar_right(v, y_bar, b, axes)


@TABLE.multilinear(tensordot_bar_right, wrt=("v", "a"), result=result_products.array_like_third)
def tensordot_bar_right_vjp(y_bar: Any, y: Any, v: Any, a: Any, b: Any, axes: Any) -> Any:
    return np.tensordot(a, y_bar, axes), tensordot_bar_left(v, a, y_bar, axes)


@TABLE.multilinear(
    np.einsum,
    wrt="operands",
    result=result_products.einsum_type,
    static=("subscripts", "optimize"),
    alias="maybe",
)
def einsum_vjp(y_bar: Any, y: Any, subscripts: Any, *operands: Any, optimize: Any = False) -> Any:
    return einsum_bars(y_bar, subscripts, operands, order_of(optimize, operands))


@TABLE.multilinear(
    einsum_like, wrt="factors", result=result_products.einsum_like_type, static=("subscripts", "optimize")
)
def einsum_like_vjp(y_bar: Any, y: Any, subscripts: Any, like: Any, *factors: Any, optimize: Any = False) -> Any:
    return einsum_bars(y_bar, subscripts, factors, optimize)


if hasattr(np, "vecdot"):  # NumPy 2

    @TABLE.inlined(np.vecdot)
    def vecdot(x1: Any, x2: Any, /, *, axis: Any = -1) -> Any:
        first, second = np.moveaxis(x1, axis, -1), np.moveaxis(x2, axis, -1)
        return np.einsum("...i,...i->...", np.conj(first) if np.iscomplexobj(x1) else first, second)


if hasattr(np, "matvec"):  # NumPy 2.2

    @TABLE.inlined(np.matvec)
    def matvec(x1: Any, x2: Any, /) -> Any:
        return np.squeeze(x1 @ np.expand_dims(x2, -1), -1)

    @TABLE.inlined(np.vecmat)
    def vecmat(x1: Any, x2: Any, /) -> Any:
        return np.squeeze(np.expand_dims(np.conj(x1) if np.iscomplexobj(x1) else x1, -2) @ x2, -2)


TABLE.constant(exchange, result=evaluated(exchange))
TABLE.constant(order_of, result=result_products.order_of_type)
TABLE.constant(kron_shape, kron_joined, result=result_products.kron_shape_type, kept=True)
TABLE.constant(is_plain, result=evaluated(is_plain))
TABLE.constant(products.axes_range, result=evaluated(products.axes_range))
TABLE.constant(products.tensordot_left, result=evaluated(products.tensordot_left))
TABLE.constant(products.tensordot_right, result=evaluated(products.tensordot_right))
