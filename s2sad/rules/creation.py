"""Rules of functions that make arrays: constants, and copies and fills that are linear in what they hold.

`y = np.array([a, b])` -> `[a_bar, b_bar] = unstack(y_bar, [a, b])`; `y = np.full(n, v)` -> `v_bar = match(y_bar, v)`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import BOOL, INT
from s2sad.rules import result_creation as made
from s2sad.rules.result_shapes import like_second, same
from s2sad.rules.results import always, index_type, size_of_array_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.shaping import linspace_weights, match, unstack

TABLE = RuleTable()


@TABLE.linear(np.full, wrt="fill_value", result=made.full_type, static=("dtype",))
def full_vjp(y_bar: Any, y: Any, shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    return match(y_bar, fill_value)


@TABLE.linear(np.full_like, wrt="fill_value", result=made.full_like_type, static=("dtype",))
def full_like_vjp(y_bar: Any, y: Any, a: Any, fill_value: Any, dtype: Any = None) -> Any:
    return match(y_bar, fill_value)


@TABLE.linear(np.linspace, wrt=("start", "stop"), result=made.linspace_type, static=("endpoint",))
def linspace_vjp(y_bar: Any, y: Any, start: Any, stop: Any, num: Any = 50, endpoint: Any = True) -> Any:
    part = linspace_weights(y_bar, num, endpoint) * y_bar
    return match(np.sum(y_bar - part, axis=0), start), match(np.sum(part, axis=0), stop)


@TABLE.custom(np.arange, wrt=("start", "step"), result=made.arange_type, static=("dtype",))
def arange_vjp(y_bar: Any, y: Any, start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Any:
    """`start + i * step`; one argument alone is the end, which the entries do not depend on."""
    if stop is None:
        return 0.0 * start, 0.0
    return match(np.sum(y_bar), start), match(np.sum(np.arange(np.size(y)) * y_bar), step)


@TABLE.custom(np.arange, wrt=("start", "step"))
def arange_jvp(
    y: Any, start: Any, start_dot: Any, step_dot: Any, stop: Any = None, step: Any = 1, dtype: Any = None
) -> Any:
    if stop is None:
        return np.zeros_like(y)
    return start_dot + np.arange(np.size(y)) * step_dot


@TABLE.linear(np.array, wrt="object", result=made.array_type, static=("dtype",))
@TABLE.linear(np.asarray, wrt="object", result=made.array_type, static=("dtype",), alias="maybe")
def array_vjp(y_bar: Any, y: Any, object: Any, dtype: Any = None) -> Any:
    return unstack(y_bar, object)


@TABLE.linear(unstack, wrt="v", result=like_second, alias="view")
def unstack_vjp(y_bar: Any, y: Any, v: Any, x: Any) -> Any:
    return match(np.array(y_bar), v)


@TABLE.linear(np.copy, np.ndarray.copy, wrt="a", result=same)
@TABLE.linear(np.ascontiguousarray, wrt="a", result=same, alias="maybe")
def copy_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return match(y_bar, a)


@TABLE.linear(np.ndarray.astype, wrt="x", result=made.astype_type, static=("dtype",))
def astype_vjp(y_bar: Any, y: Any, x: Any, dtype: Any) -> Any:
    return match(y_bar, x)


TABLE.constant(np.zeros, np.ones, np.empty, result=made.zeros_type, static=("dtype",))
TABLE.constant(np.zeros_like, np.ones_like, np.empty_like, result=made.zeros_like_type, static=("dtype",))
TABLE.constant(np.eye, result=made.eye_type, static=("dtype",))
TABLE.constant(np.identity, result=made.identity_type, static=("dtype",))
TABLE.constant(np.shape, result=made.shape_type)
TABLE.constant(np.ndim, result=always(INT))
TABLE.constant(np.size, result=size_of_array_type)
TABLE.constant(np.argmax, np.argmin, np.ndarray.argmax, np.ndarray.argmin, result=index_type, static=("axis",))
TABLE.constant(np.argsort, np.ndarray.argsort, result=made.order_type, static=("axis",))
TABLE.constant(np.iscomplexobj, np.isrealobj, result=always(BOOL))
TABLE.constant(linspace_weights, result=made.weights_type)
