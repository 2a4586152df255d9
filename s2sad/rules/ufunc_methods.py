"""The rules of methods of ufuncs that are not the same as a function: `np.add.reduceat`, `np.maximum.accumulate`.

`reduce`, `outer`, `at` and the sums and products among `accumulate` are lowered to functions (frontend/ufuncs.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.rules.result_indexing import updated_type
from s2sad.rules.result_positions import segments_type
from s2sad.rules.result_sampled import sampled
from s2sad.rules.result_statistics import unknown_along
from s2sad.rules.results import as_type, extremum_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.reductions import keep_axes
from s2sad.runtime.statistics import gather_last
from s2sad.runtime.ufunc_methods import (
    add_reduceat_bar,
    maximum_at,
    mentions,
    minimum_at,
    multiply_at,
    operands,
    records,
    segments,
)

TABLE = RuleTable()


# --- reduce and accumulate -------------------------------------------------------------------------------------------


@TABLE.custom(
    np.logaddexp.reduce, wrt="array", result=lambda a, axis=0, keepdims=False: extremum_type(a, axis, keepdims=keepdims)
)
def logaddexp_reduce_jvp(y: Any, array: Any, axis: Any = 0, *, keepdims: Any = False, array_dot: Any) -> Any:
    shift = keep_axes(np.where(np.isfinite(y), y, 0.0), axis, keepdims)
    return np.sum(np.exp(array - shift) * array_dot, axis=axis, keepdims=keepdims)


@TABLE.custom(np.logaddexp.reduce, wrt="array")
def logaddexp_reduce_vjp(y_bar: Any, y: Any, array: Any, axis: Any = 0, *, keepdims: Any = False) -> Any:
    shift = keep_axes(np.where(np.isfinite(y), y, 0.0), axis, keepdims)
    return keep_axes(y_bar, axis, keepdims) * np.exp(array - shift)


@TABLE.composed(np.maximum.accumulate, result=lambda array, axis=0: as_type(array), static=("axis",))
def maximum_accumulate_body(array: Any, axis: Any = 0) -> Any:
    rows = np.moveaxis(array, axis, -1)
    return np.moveaxis(gather_last(rows, records(stop_gradient(rows))), -1, axis)


@TABLE.composed(np.minimum.accumulate, result=lambda array, axis=0: as_type(array), static=("axis",))
def minimum_accumulate_body(array: Any, axis: Any = 0) -> Any:
    rows = np.moveaxis(array, axis, -1)
    return np.moveaxis(gather_last(rows, records(-stop_gradient(rows))), -1, axis)


# --- reduceat --------------------------------------------------------------------------------------------------------


@TABLE.linear(np.add.reduceat, wrt="array", result=unknown_along, static=("axis",), effect="may_raise")
def add_reduceat_vjp(y_bar: Any, y: Any, array: Any, indices: Any, axis: Any = 0) -> Any:
    return add_reduceat_bar(y_bar, indices, array, axis)


@TABLE.linear(add_reduceat_bar, wrt="y_bar", result=lambda y_bar, indices, x, axis=0: as_type(x), static=("axis",))
def add_reduceat_bar_vjp(z_bar: Any, z: Any, y_bar: Any, indices: Any, x: Any, axis: Any = 0) -> Any:
    return np.add.reduceat(z_bar, indices, axis)


@TABLE.composed(np.multiply.reduceat, result=unknown_along, static=("axis",), effect="may_raise")
def multiply_reduceat_body(array: Any, indices: Any, axis: Any = 0) -> Any:
    rows, bounds = np.moveaxis(array, axis, -1), segments(indices, np.shape(array)[axis])
    parts = [np.prod(rows[..., bounds[0][k] : bounds[1][k]], axis=-1) for k in range(len(bounds[0]))]
    return np.stack(parts, axis=axis)


@TABLE.composed(np.maximum.reduceat, result=unknown_along, static=("axis",), effect="may_raise")
def maximum_reduceat_body(array: Any, indices: Any, axis: Any = 0) -> Any:
    rows, bounds = np.moveaxis(array, axis, -1), segments(indices, np.shape(array)[axis])
    parts = [np.max(rows[..., bounds[0][k] : bounds[1][k]], axis=-1) for k in range(len(bounds[0]))]
    return np.stack(parts, axis=axis)


@TABLE.composed(np.minimum.reduceat, result=unknown_along, static=("axis",), effect="may_raise")
def minimum_reduceat_body(array: Any, indices: Any, axis: Any = 0) -> Any:
    rows, bounds = np.moveaxis(array, axis, -1), segments(indices, np.shape(array)[axis])
    parts = [np.min(rows[..., bounds[0][k] : bounds[1][k]], axis=-1) for k in range(len(bounds[0]))]
    return np.stack(parts, axis=axis)


# --- at --------------------------------------------------------------------------------------------------------------


@TABLE.composed(multiply_at, wrt=("x", "v"), result=updated_type, effect="may_raise")
def multiply_at_body(x: Any, index: Any, v: Any) -> Any:
    y, places, factors = np.array(np.ravel(x)), mentions(index, x), operands(v, index, x)
    for k in range(len(places)):
        y[places[k]] = y[places[k]] * factors[k]
    return np.reshape(y, np.shape(x))


@TABLE.composed(maximum_at, wrt=("x", "v"), result=updated_type, effect="may_raise")
def maximum_at_body(x: Any, index: Any, v: Any) -> Any:
    y, places, bounds = np.array(np.ravel(x)), mentions(index, x), operands(v, index, x)
    for k in range(len(places)):
        y[places[k]] = np.maximum(y[places[k]], bounds[k])
    return np.reshape(y, np.shape(x))


@TABLE.composed(minimum_at, wrt=("x", "v"), result=updated_type, effect="may_raise")
def minimum_at_body(x: Any, index: Any, v: Any) -> Any:
    y, places, bounds = np.array(np.ravel(x)), mentions(index, x), operands(v, index, x)
    for k in range(len(places)):
        y[places[k]] = np.minimum(y[places[k]], bounds[k])
    return np.reshape(y, np.shape(x))


TABLE.constant(mentions, result=lambda index, x: segments_type(1))
TABLE.constant(segments, result=lambda indices, n: segments_type(2))
TABLE.constant(records, result=sampled(records))
