"""The rules of reductions and cumulative sums and products, for functions and methods alike.

`y = np.sum(x, axis=0)` -> `x_bar = spread(y_bar, x, 0, False)`, a view. Whatever divides by the number of equal maxima
or by a standard deviation of zero is safe. Products never divide: they survive zeros.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.rules import result_moving, results
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.reductions import (
    axes_back,
    axes_last,
    count,
    keep_axes,
    largest,
    least,
    masked_variance,
    product_except,
    product_except_tangent,
    products_before,
    scan,
    scan_back,
    spread,
)

TABLE = RuleTable()
_AXES = ("axis", "keepdims")
_TYPED = (*_AXES, "dtype")


# --- sums ------------------------------------------------------------------------------------------------------------


@TABLE.linear(np.sum, np.ndarray.sum, wrt="a", result=results.sum_type, static=_TYPED)
def sum_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False) -> Any:
    return spread(y_bar, a, axis, keepdims)


@TABLE.linear(np.mean, np.ndarray.mean, wrt="a", result=results.mean_type, static=_TYPED)
def mean_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False) -> Any:
    return spread(y_bar / max(count(a, axis), 1), a, axis, keepdims)


@TABLE.linear(np.cumsum, np.ndarray.cumsum, wrt="a", result=results.cumulative_type, static=("axis", "dtype"))
def cumsum_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return np.reshape(np.flip(np.cumsum(np.flip(y_bar, axis), axis), axis), np.shape(a))


@TABLE.linear(spread, wrt="y_bar", result=results.spread_type, alias="view", static=_AXES)
def spread_vjp(s_bar: Any, s: Any, y_bar: Any, x: Any, axis: Any = None, keepdims: Any = False) -> Any:
    return np.sum(s_bar, axis=axis, keepdims=keepdims)


@TABLE.linear(keep_axes, wrt="y", result=results.keep_axes_type, alias="maybe", static=_AXES)
def keep_axes_vjp(k_bar: Any, k: Any, y: Any, axis: Any = None, keepdims: Any = False) -> Any:
    return np.reshape(k_bar, np.shape(y))


# --- variance --------------------------------------------------------------------------------------------------------


@TABLE.custom(np.var, np.ndarray.var, wrt="a", result=results.variance_type, static=(*_TYPED, "ddof"))
def var_jvp(
    y: Any, a: Any, axis: Any = None, dtype: Any = None, *, ddof: Any = 0, keepdims: Any = False, a_dot: Any
) -> Any:
    deviation = np.conj(a - np.mean(a, axis=axis, keepdims=True))
    covariance = np.sum(np.real(deviation * a_dot), axis=axis, keepdims=keepdims)
    return np.divide(2.0 * covariance, count(a, axis) - ddof)


@TABLE.custom(np.var, np.ndarray.var, wrt="a")
def var_vjp(
    y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None, *, ddof: Any = 0, keepdims: Any = False
) -> Any:
    deviation = np.conj(a - np.mean(a, axis=axis, keepdims=True))
    return keep_axes(np.divide(2.0 * y_bar, count(a, axis) - ddof), axis, keepdims) * deviation


@TABLE.custom(np.std, np.ndarray.std, wrt="a", result=results.variance_type, static=(*_TYPED, "ddof"))
def std_jvp(
    y: Any, a: Any, axis: Any = None, dtype: Any = None, *, ddof: Any = 0, keepdims: Any = False, a_dot: Any
) -> Any:
    """y = sqrt(var): 0 where all deviations are 0, and so is what follows from it."""
    deviation = np.conj(a - np.mean(a, axis=axis, keepdims=True))
    covariance = np.sum(np.real(deviation * a_dot), axis=axis, keepdims=keepdims)
    return covariance * np.divide(y != 0, (count(a, axis) - ddof) * (y + (y == 0)))


@TABLE.custom(np.std, np.ndarray.std, wrt="a")
def std_vjp(
    y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None, *, ddof: Any = 0, keepdims: Any = False
) -> Any:
    deviation = np.conj(a - np.mean(a, axis=axis, keepdims=True))
    return keep_axes(y_bar * np.divide(y != 0, (count(a, axis) - ddof) * (y + (y == 0))), axis, keepdims) * deviation


# --- extrema: ties share equally; nothing is less than NaN, so that the number of extrema is never zero ---------------


@TABLE.custom(np.max, np.amax, np.ndarray.max, wrt="a", result=results.extremum_type, static=_AXES, effect="may_raise")
def max_jvp(y: Any, a: Any, axis: Any = None, *, keepdims: Any = False, a_dot: Any) -> Any:
    mask = np.logical_not(a < keep_axes(y, axis, keepdims))
    total = np.sum(np.where(mask, a_dot, 0.0), axis=axis, keepdims=keepdims)
    return total / np.count_nonzero(mask, axis=axis, keepdims=keepdims)


@TABLE.custom(np.max, np.amax, np.ndarray.max, wrt="a")
def max_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    mask = np.logical_not(a < keep_axes(y, axis, keepdims))
    share = y_bar / np.count_nonzero(mask, axis=axis, keepdims=keepdims)
    return np.where(mask, keep_axes(share, axis, keepdims), 0.0)


@TABLE.custom(np.min, np.amin, np.ndarray.min, wrt="a", result=results.extremum_type, static=_AXES, effect="may_raise")
def min_jvp(y: Any, a: Any, axis: Any = None, *, keepdims: Any = False, a_dot: Any) -> Any:
    mask = np.logical_not(a > keep_axes(y, axis, keepdims))
    total = np.sum(np.where(mask, a_dot, 0.0), axis=axis, keepdims=keepdims)
    return total / np.count_nonzero(mask, axis=axis, keepdims=keepdims)


@TABLE.custom(np.min, np.amin, np.ndarray.min, wrt="a")
def min_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    mask = np.logical_not(a > keep_axes(y, axis, keepdims))
    share = y_bar / np.count_nonzero(mask, axis=axis, keepdims=keepdims)
    return np.where(mask, keep_axes(share, axis, keepdims), 0.0)


# --- products --------------------------------------------------------------------------------------------------------


@TABLE.custom(np.prod, np.ndarray.prod, wrt="a", result=results.sum_type, static=_TYPED)
def prod_jvp(y: Any, a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, a_dot: Any) -> Any:
    return np.sum(a_dot * product_except(a, axis), axis=axis, keepdims=keepdims)


@TABLE.custom(np.prod, np.ndarray.prod, wrt="a")
def prod_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False) -> Any:
    return keep_axes(y_bar, axis, keepdims) * product_except(a, axis)


@TABLE.custom(np.cumprod, np.ndarray.cumprod, wrt="a", result=results.cumulative_type, static=("axis", "dtype"))
def cumprod_jvp(y: Any, a: Any, axis: Any = None, dtype: Any = None, *, a_dot: Any) -> Any:
    """y[i] = a[i] * before[i], and `scan` is the tangent of `before`."""
    rows = axes_last(a, axis)
    rows_dot = axes_last(a_dot, axis)
    before = products_before(rows)
    y_dot = rows_dot * before + rows * scan(rows, rows_dot * before)
    return axes_back(y_dot, y, axis)


@TABLE.custom(np.cumprod, np.ndarray.cumprod, wrt="a")
def cumprod_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, dtype: Any = None) -> Any:
    rows = axes_last(a, axis)
    rows_bar = axes_last(y_bar, axis)
    later = scan_back(rows, rows_bar * rows)
    return axes_back(products_before(rows) * (rows_bar + later), a, axis)


@TABLE.custom(product_except, wrt="x", result=lambda x, axis=None: results.spread_type(x, x, axis), static=("axis",))
def product_except_jvp(y: Any, x: Any, axis: Any = None, *, x_dot: Any) -> Any:
    return product_except_tangent(x, x_dot, axis)


@TABLE.custom(product_except, wrt="x")
def product_except_vjp(y_bar: Any, y: Any, x: Any, axis: Any = None) -> Any:
    """The jvp in the direction `y_bar`: the matrix of second derivatives of a product is symmetric."""
    return product_except_tangent(x, y_bar, axis)


@TABLE.custom(products_before, wrt="x", result=lambda x: results.spread_type(x, x))
def products_before_jvp(y: Any, x: Any, x_dot: Any) -> Any:
    """From y[i + 1] = x[i] * y[i]."""
    return scan(x, x_dot * y)


@TABLE.custom(products_before, wrt="x")
def products_before_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return y * scan_back(x, y_bar)


@TABLE.custom(scan, result=results.scan_type)
def scan_jvp(s: Any, a: Any, b: Any, a_dot: Any, b_dot: Any) -> Any:
    return scan(a, a_dot * s + b_dot)


@TABLE.custom(scan)
def scan_vjp(s_bar: Any, s: Any, a: Any, b: Any) -> Any:
    b_bar = scan_back(a, s_bar)
    return b_bar * s, b_bar


@TABLE.custom(scan_back, result=results.scan_type)
def scan_back_jvp(s: Any, a: Any, b: Any, a_dot: Any, b_dot: Any) -> Any:
    return scan_back(a, a_dot * s + b_dot)


@TABLE.custom(scan_back)
def scan_back_vjp(s_bar: Any, s: Any, a: Any, b: Any) -> Any:
    b_bar = scan(a, s_bar)
    return b_bar * s, b_bar


@TABLE.linear(axes_last, wrt="x", result=result_moving.axes_last_type, alias="maybe", static=("axis",))
def axes_last_vjp(r_bar: Any, r: Any, x: Any, axis: Any = None) -> Any:
    return axes_back(r_bar, x, axis)


@TABLE.linear(axes_back, wrt="rows", result=result_moving.axes_back_type, alias="maybe", static=("axis",))
def axes_back_vjp(z_bar: Any, z: Any, rows: Any, x: Any, axis: Any = None) -> Any:
    return axes_last(z_bar, axis)


# --- arguments that are given rarely -------------------------------------------------------------------------------


@TABLE.composed(np.sum, np.ndarray.sum, rare=("initial", "where"), wrt="initial")
def sum_body(
    a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, initial: Any = 0.0, where: Any = True
) -> Any:
    return np.sum(np.where(where, a, 0.0), axis=axis, dtype=dtype, keepdims=keepdims) + initial


@TABLE.composed(np.prod, np.ndarray.prod, rare=("initial", "where"), wrt="initial")
def prod_body(
    a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, initial: Any = 1.0, where: Any = True
) -> Any:
    return np.prod(np.where(where, a, 1.0), axis=axis, dtype=dtype, keepdims=keepdims) * initial


@TABLE.composed(np.mean, np.ndarray.mean, rare=("where",))
def mean_body(a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, where: Any = True) -> Any:
    total = np.sum(np.where(where, a, 0.0), axis=axis, dtype=dtype, keepdims=keepdims)
    return total / np.count_nonzero(np.broadcast_to(where, np.shape(a)), axis=axis, keepdims=keepdims)


@TABLE.composed(np.max, np.amax, np.ndarray.max, rare=("initial", "where"), wrt="initial")
def max_body(a: Any, axis: Any = None, *, keepdims: Any = False, initial: Any = -math.inf, where: Any = None) -> Any:
    chosen = a if where is None else np.where(where, a, -math.inf)
    return np.maximum(largest(chosen, axis, keepdims=keepdims), initial)


@TABLE.composed(np.min, np.amin, np.ndarray.min, rare=("initial", "where"), wrt="initial")
def min_body(a: Any, axis: Any = None, *, keepdims: Any = False, initial: Any = math.inf, where: Any = None) -> Any:
    chosen = a if where is None else np.where(where, a, math.inf)
    return np.minimum(least(chosen, axis, keepdims=keepdims), initial)


@TABLE.custom(largest, wrt="a", result=results.extremum_type, static=_AXES, kept=True)
def largest_jvp(y: Any, a: Any, axis: Any = None, *, keepdims: Any = False, a_dot: Any) -> Any:
    mask = np.logical_not(a < keep_axes(y, axis, keepdims))
    total = np.sum(np.where(mask, a_dot, 0.0), axis=axis, keepdims=keepdims)
    return total / np.maximum(np.count_nonzero(mask, axis=axis, keepdims=keepdims), 1)


@TABLE.custom(largest, wrt="a")
def largest_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    mask = np.logical_not(a < keep_axes(y, axis, keepdims))
    share = y_bar / np.maximum(np.count_nonzero(mask, axis=axis, keepdims=keepdims), 1)
    return np.where(mask, keep_axes(share, axis, keepdims), 0.0)


@TABLE.custom(least, wrt="a", result=results.extremum_type, static=_AXES, kept=True)
def least_jvp(y: Any, a: Any, axis: Any = None, *, keepdims: Any = False, a_dot: Any) -> Any:
    mask = np.logical_not(a > keep_axes(y, axis, keepdims))
    total = np.sum(np.where(mask, a_dot, 0.0), axis=axis, keepdims=keepdims)
    return total / np.maximum(np.count_nonzero(mask, axis=axis, keepdims=keepdims), 1)


@TABLE.custom(least, wrt="a")
def least_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    mask = np.logical_not(a > keep_axes(y, axis, keepdims))
    share = y_bar / np.maximum(np.count_nonzero(mask, axis=axis, keepdims=keepdims), 1)
    return np.where(mask, keep_axes(share, axis, keepdims), 0.0)


@TABLE.composed(np.var, np.ndarray.var, rare=("where", "mean", "correction"), wrt="mean")
def var_body(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: Any = 0,
    keepdims: Any = False,
    where: Any = True,
    mean: Any = None,
    correction: Any = None,
) -> Any:
    return masked_variance(a, axis, keepdims, where, mean, ddof if correction is None else correction)


@TABLE.composed(np.std, np.ndarray.std, rare=("where", "mean", "correction"), wrt="mean")
def std_body(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: Any = 0,
    keepdims: Any = False,
    where: Any = True,
    mean: Any = None,
    correction: Any = None,
) -> Any:
    variance = masked_variance(a, axis, keepdims, where, mean, ddof if correction is None else correction)
    positive = variance > 0.0
    return np.where(positive, np.sqrt(np.where(positive, variance, 1.0)), 0.0)


# --- derivative zero by nature ---------------------------------------------------------------------------------------

TABLE.constant(count, result=always(types.INT), static=("axis",))
TABLE.constant(np.count_nonzero, result=results.count_nonzero_type, static=_AXES)
for _primitive in (np.argmax, np.argmin, np.ndarray.argmax, np.ndarray.argmin):
    TABLE.constant(_primitive, result=results.index_type, static=_AXES, effect="may_raise")
TABLE.constant(np.all, np.any, np.ndarray.all, np.ndarray.any, result=results.truth_type, static=_AXES)
