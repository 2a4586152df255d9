"""The rules of functions of sampled functions: differences, quadrature, interpolation, convolution, cumulations.

`y = np.diff(x)` -> `x_bar = diff_back(y_bar)`; `y = np.interp(x, xp, fp)` is differentiable in all three.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.rules.result_sampled import sampled
from s2sad.rules.result_statistics import interp_type, vector_type
from s2sad.rules.results import spread_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.sampling import (
    correlated,
    cut,
    diff_back,
    embedded,
    gradient_along,
    interpolated,
    interval,
    slab,
    trapezoid,
)

TABLE = RuleTable()
_TRAPEZOID = getattr(np, "trapezoid", None) or getattr(np, "trapz")  # noqa: B009 - the name in NumPy 1


@TABLE.linear(np.diff, wrt="a", result=sampled(np.diff), static=("n", "axis"), effect="may_raise")
def diff_vjp(y_bar: Any, y: Any, a: Any, n: Any = 1, axis: Any = -1) -> Any:
    return diff_back(y_bar, a, n, axis)


@TABLE.composed(np.diff, rare=("prepend", "append"), wrt=("prepend", "append"))
def diff_body(a: Any, n: Any = 1, axis: Any = -1, prepend: Any = None, append: Any = None) -> Any:
    before = a if prepend is None else np.concatenate((slab(prepend, a, axis), a), axis)
    return np.diff(before if append is None else np.concatenate((before, slab(append, a, axis)), axis), n, axis)


@TABLE.linear(diff_back, wrt="y_bar", result=lambda y_bar, a, n=1, axis=-1: spread_type(y_bar, a), static=("n", "axis"))
def diff_back_vjp(z_bar: Any, z: Any, y_bar: Any, a: Any, n: Any = 1, axis: Any = -1) -> Any:
    return np.diff(z_bar, n, axis)


@TABLE.composed(np.ediff1d, result=sampled(np.ediff1d))
def ediff1d_body(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    inner = np.diff(np.ravel(ary))
    start = inner if to_begin is None else np.concatenate((np.reshape(to_begin, -1), inner))
    return start if to_end is None else np.concatenate((start, np.reshape(to_end, -1)))


@TABLE.composed(np.gradient, result=sampled(np.gradient), static=("axis", "edge_order"), effect="may_raise")
def gradient_body(f: Any, *varargs: Any, axis: Any = None, edge_order: Any = 1) -> Any:
    axes = (0, 1, 2, 3, 4, 5, 6, 7)[: np.ndim(f)] if axis is None else (axis if isinstance(axis, tuple) else (axis,))
    steps = (1.0,) * len(axes) if len(varargs) == 0 else varargs * len(axes) if len(varargs) == 1 else varargs
    found = tuple([gradient_along(f, h, axes[k], edge_order) for k, h in enumerate(steps)])
    return found[0] if len(axes) == 1 else found


@TABLE.composed(_TRAPEZOID, result=sampled(_TRAPEZOID), static=("axis",), effect="may_raise")
def trapezoid_body(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    return trapezoid(y, x, dx, axis)


@TABLE.composed(np.interp, result=interp_type, effect="may_raise")
def interp_body(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None) -> Any:
    return interpolated(x, xp, fp, left, right, period)


if hasattr(np, "cumulative_sum"):  # NumPy 2.1

    @TABLE.composed(np.cumulative_sum, result=sampled(np.cumulative_sum), static=("axis", "dtype", "include_initial"))
    def cumulative_sum_body(x: Any, *, axis: Any = None, dtype: Any = None, include_initial: Any = False) -> Any:
        total = np.cumsum(x, axis=axis, dtype=dtype)
        if not include_initial:
            return total
        first = np.zeros_like(np.sum(total, axis=axis, keepdims=True))
        return np.concatenate((first, total), axis=0 if axis is None else axis)

    @TABLE.composed(np.cumulative_prod, result=sampled(np.cumulative_prod), static=("axis", "dtype", "include_initial"))
    def cumulative_prod_body(x: Any, *, axis: Any = None, dtype: Any = None, include_initial: Any = False) -> Any:
        total = np.cumprod(x, axis=axis, dtype=dtype)
        if not include_initial:
            return total
        first = np.ones_like(np.sum(total, axis=axis, keepdims=True))
        return np.concatenate((first, total), axis=0 if axis is None else axis)


# --- convolution -----------------------------------------------------------------------------------------------------


@TABLE.multilinear(
    np.convolve,
    wrt=("a", "v"),
    result=lambda a, v, mode="full": vector_type(a, v),
    static=("mode",),
    effect="may_raise",
)
def convolve_vjp(y_bar: Any, y: Any, a: Any, v: Any, mode: Any = "full") -> Any:
    whole = embedded(y_bar, np.size(a), np.size(v), mode)
    return np.convolve(whole, np.flip(v), "valid"), np.convolve(whole, np.flip(a), "valid")


@TABLE.composed(np.correlate, result=lambda a, v, mode="valid": vector_type(a, v), static=("mode",), effect="may_raise")
def correlate_body(a: Any, v: Any, mode: Any = "valid") -> Any:
    return correlated(a, v, mode)


@TABLE.linear(embedded, wrt="y_bar", result=lambda y_bar, n, m, mode: vector_type(y_bar), static=("mode",))
def embedded_vjp(z_bar: Any, z: Any, y_bar: Any, n: Any, m: Any, mode: Any) -> Any:
    return cut(z_bar, n, m, mode)


@TABLE.linear(cut, wrt="full", result=lambda full, n, m, mode: vector_type(full), alias="view", static=("mode",))
def cut_vjp(y_bar: Any, y: Any, full: Any, n: Any, m: Any, mode: Any) -> Any:
    return embedded(y_bar, n, m, mode)


TABLE.constant(interval, result=sampled(interval))
