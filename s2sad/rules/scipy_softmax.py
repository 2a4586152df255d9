"""The rules of the functions of scipy.special that reduce: logsumexp, softmax, log_softmax.

`y = logsumexp(x)` -> `x_bar = y_bar * exp(x - y)`, which never overflows; entries of -inf have the derivative 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sc

from s2sad.rules.result_sampled import sampled
from s2sad.rules.table import RuleTable
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.reductions import keep_axes

TABLE = RuleTable()


@TABLE.custom(sc.logsumexp, wrt="a", result=sampled(sc.logsumexp), static=("axis", "keepdims", "return_sign"))
def logsumexp_jvp(y: Any, a: Any, axis: Any = None, keepdims: Any = False, *, a_dot: Any) -> Any:
    shift = np.where(np.isfinite(y), y, 0.0)
    return np.sum(np.exp(a - keep_axes(shift, axis, keepdims)) * a_dot, axis=axis, keepdims=keepdims)


@TABLE.custom(sc.logsumexp, wrt="a")
def logsumexp_vjp(y_bar: Any, y: Any, a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    shift = np.where(np.isfinite(y), y, 0.0)
    return keep_axes(y_bar, axis, keepdims) * np.exp(a - keep_axes(shift, axis, keepdims))


@TABLE.composed(sc.logsumexp, rare=("b", "return_sign"), wrt="b")
def logsumexp_body(a: Any, axis: Any = None, b: Any = None, keepdims: Any = False, return_sign: Any = False) -> Any:
    top = np.max(np.real(stop_gradient(a)), axis=axis, keepdims=True)
    shift = np.where(np.isfinite(top), top, 0.0)
    total = np.sum(np.exp(a - shift) if b is None else b * np.exp(a - shift), axis=axis, keepdims=keepdims)
    moved = np.reshape(shift, np.shape(total))
    return (np.log(np.abs(total)) + moved, np.sign(total)) if return_sign else np.log(total) + moved


@TABLE.custom(sc.softmax, wrt="x", result=sampled(sc.softmax), static=("axis",))
def softmax_jvp(y: Any, x: Any, axis: Any = None, *, x_dot: Any) -> Any:
    return y * (x_dot - np.sum(y * x_dot, axis=axis, keepdims=True))


@TABLE.custom(sc.softmax, wrt="x")
def softmax_vjp(y_bar: Any, y: Any, x: Any, axis: Any = None) -> Any:
    return y * (y_bar - np.sum(y * y_bar, axis=axis, keepdims=True))


@TABLE.custom(sc.log_softmax, wrt="x", result=sampled(sc.log_softmax), static=("axis",))
def log_softmax_jvp(y: Any, x: Any, axis: Any = None, *, x_dot: Any) -> Any:
    return x_dot - np.sum(np.exp(y) * x_dot, axis=axis, keepdims=True)


@TABLE.custom(sc.log_softmax, wrt="x")
def log_softmax_vjp(y_bar: Any, y: Any, x: Any, axis: Any = None) -> Any:
    return y_bar - np.exp(y) * np.sum(y_bar, axis=axis, keepdims=True)
