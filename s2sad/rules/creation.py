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
from s2sad.runtime.elementwise import holds_objects
from s2sad.runtime.shaping import linspace_weights, match, reshape_like, unstack

TABLE = RuleTable()


@TABLE.linear(np.full, wrt="fill_value", result=made.full_type, static=("dtype",))
def full_vjp(y_bar: Any, y: Any, shape: Any, fill_value: Any, dtype: Any = None, order: Any = "C") -> Any:
    return match(y_bar, fill_value)


@TABLE.linear(np.full_like, wrt="fill_value", result=made.full_like_type, static=("dtype",))
def full_like_vjp(y_bar: Any, y: Any, a: Any, fill_value: Any, dtype: Any = None) -> Any:
    return match(y_bar, fill_value)


@TABLE.linear(np.linspace, wrt=("start", "stop"), result=made.linspace_type, static=("endpoint", "dtype", "axis"))
def linspace_vjp(
    y_bar: Any, y: Any, start: Any, stop: Any, num: Any = 50, endpoint: Any = True, *, dtype: Any = None, axis: Any = 0
) -> Any:
    bar = y_bar if axis == 0 else np.moveaxis(y_bar, axis, 0)
    part = linspace_weights(bar, num, endpoint) * bar
    return match(np.sum(bar - part, axis=0), start), match(np.sum(part, axis=0), stop)


@TABLE.inlined(np.logspace)
def logspace(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10.0, dtype: Any = None, axis: Any = 0
) -> Any:
    exponents = np.linspace(start, stop, num, endpoint, axis=axis)
    powers = np.power(base if np.ndim(base) == 0 else np.expand_dims(base, axis), exponents)
    return powers if dtype is None else powers.astype(dtype)


@TABLE.inlined(np.geomspace)
def geomspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True) -> Any:
    """Powers of the ratio of the ends, which may both be negative."""
    weights = np.linspace(0.0, 1.0, num, endpoint)
    first, ratio = np.asarray(start), np.asarray(stop) / np.asarray(start)
    return first * ratio ** np.reshape(weights, (-1,) + (1,) * np.ndim(ratio))


@TABLE.inlined(np.meshgrid)
def meshgrid(*xi: Any, copy: Any = True, sparse: Any = False, indexing: Any = "xy") -> Any:
    grids = tuple([np.reshape(x, _mesh_shape(k, len(xi), indexing)) for k, x in enumerate(xi)])
    full = grids if sparse else np.broadcast_arrays(*grids)
    return tuple([np.array(x) for x in full]) if copy else full


def _mesh_shape(k: int, n: int, indexing: str) -> tuple[int, ...]:
    """The shape of argument k: its axis is the k-th, but the first two are exchanged for "xy"."""
    axis = 1 - k if indexing == "xy" and k < 2 and n > 1 else k
    return (1,) * axis + (-1,) + (1,) * (n - 1 - axis)


@TABLE.inlined(np.vander)
def vander(x: Any, N: Any = None, increasing: Any = False) -> Any:
    powers = np.arange(np.shape(x)[0] if N is None else N)
    return np.expand_dims(x, 1) ** (powers if increasing else np.flip(powers))


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


@TABLE.linear(np.array, wrt="object", result=made.array_type, static=("dtype", "ndmin"))
def array_vjp(
    y_bar: Any, y: Any, object: Any, dtype: Any = None, *, copy: Any = True, order: Any = "K", ndmin: Any = 0
) -> Any:
    return unstack(y_bar, object) if ndmin == 0 or ndmin <= np.ndim(object) else reshape_like(y_bar, object)


@TABLE.linear(np.asarray, np.asanyarray, wrt="object", result=made.array_type, static=("dtype",), alias="maybe")
def asarray_vjp(y_bar: Any, y: Any, object: Any, dtype: Any = None, order: Any = None) -> Any:
    return unstack(y_bar, object)


@TABLE.linear(unstack, wrt="v", result=like_second, alias="view")
def unstack_vjp(y_bar: Any, y: Any, v: Any, x: Any) -> Any:
    return match(np.array(y_bar, dtype=object) if holds_objects(v) else np.array(y_bar), v)


@TABLE.linear(np.asfortranarray, np.ascontiguousarray, wrt="a", result=made.laid_out_type, alias="maybe")
def laid_out_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return unstack(np.reshape(y_bar, np.shape(a)), a)


@TABLE.linear(np.copy, np.ndarray.copy, wrt="a", result=same)
def copy_vjp(y_bar: Any, y: Any, a: Any, order: Any = "K") -> Any:
    return match(y_bar, a)


@TABLE.linear(np.ndarray.astype, wrt="x", result=made.astype_type, static=("dtype",))
def astype_vjp(y_bar: Any, y: Any, x: Any, dtype: Any, order: Any = "K", *, copy: Any = True) -> Any:
    return match(y_bar, x)


TABLE.constant(np.zeros, np.ones, np.empty, result=made.zeros_type, static=("dtype",))
TABLE.constant(np.zeros_like, np.ones_like, np.empty_like, result=made.zeros_like_type, static=("dtype",))
TABLE.constant(np.eye, result=made.eye_type, static=("dtype",))
TABLE.constant(np.identity, result=made.identity_type, static=("dtype",))
TABLE.constant(np.shape, result=made.shape_type)
TABLE.constant(np.ndim, result=always(INT))
TABLE.constant(np.result_type, result=made.dtype_type)
TABLE.constant(np.size, result=size_of_array_type)
TABLE.constant(np.argmax, np.argmin, np.ndarray.argmax, np.ndarray.argmin, result=index_type, static=("axis",))
TABLE.constant(np.argsort, np.ndarray.argsort, result=made.order_type, static=("axis",))
TABLE.constant(np.argpartition, np.ndarray.argpartition, result=made.order_type_of_partition, static=("axis",))
TABLE.constant(np.lexsort, result=made.lexsort_type)
TABLE.constant(np.broadcast_shapes, result=made.joint_shape_type)
TABLE.constant(np.nonzero, np.ndarray.nonzero, result=made.places_type)
TABLE.constant(np.flatnonzero, result=made.flat_places_type)
TABLE.constant(np.argwhere, result=made.place_rows_type)
TABLE.constant(np.searchsorted, np.ndarray.searchsorted, result=made.search_type)
TABLE.constant(np.digitize, result=made.bin_type)
TABLE.constant(np.ix_, result=made.mesh_type, alias="maybe")
TABLE.constant(np.tril_indices, np.triu_indices, result=made.two_rows_type)
TABLE.constant(np.tril_indices_from, np.triu_indices_from, result=made.two_rows_type)
TABLE.constant(np.indices, result=made.indices_type)
TABLE.constant(np.tri, result=made.tri_type, static=("dtype",))
TABLE.constant(np.unravel_index, result=made.unravelled_type)
TABLE.constant(np.ravel_multi_index, result=made.ravelled_type)
TABLE.constant(np.iscomplexobj, np.isrealobj, result=always(BOOL))
TABLE.constant(linspace_weights, result=made.weights_type)
