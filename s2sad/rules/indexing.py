"""Rules of indexed reads and writes, which are linear in the arrays: `x_bar[index] += y_bar` for `y = x[index]`.

The write is a function of values: `updated(x, index, v)`; its cotangents are `updated(y_bar, index, 0.0)` for `x` and
what `v` was written to, summed to its shape, for `v`.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sad.ir.types import BOOL
from s2sad.rules import result_indexing
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.indexing import add_at, along, may_repeat, read_written, scatter_add, take_bar, updated, within
from s2sad.runtime.shaping import match

TABLE = RuleTable()


@TABLE.linear(operator.getitem, wrt="x", result=result_indexing.getitem_type, alias="maybe", effect="may_raise")
def getitem_vjp(y_bar: Any, y: Any, x: Any, index: Any) -> Any:
    return scatter_add(y_bar, index, x)


@TABLE.linear(scatter_add, wrt="v", result=result_indexing.scatter_type, effect="may_raise")
def scatter_add_vjp(y_bar: Any, y: Any, v: Any, index: Any, x: Any) -> Any:
    return match(y_bar[index], v)


@TABLE.linear(updated, wrt=("x", "v"), result=result_indexing.updated_type, effect="may_raise")
def updated_vjp(y_bar: Any, y: Any, x: Any, index: Any, v: Any) -> Any:
    return updated(y_bar, index, 0.0), match(read_written(y_bar, index), v)


@TABLE.linear(read_written, wrt="v", result=result_indexing.getitem_type, alias="maybe", effect="may_raise")
def read_written_vjp(y_bar: Any, y: Any, v: Any, index: Any) -> Any:
    return updated(np.zeros_like(v), index, y_bar)


@TABLE.linear(add_at, wrt=("x", "v"), result=result_indexing.updated_type, effect="may_raise")
def add_at_vjp(y_bar: Any, y: Any, x: Any, index: Any, v: Any) -> Any:
    return y_bar, match(y_bar[index], v)


@TABLE.linear(
    np.take, np.ndarray.take, wrt="a", result=result_indexing.take_type, effect="may_raise", static=("axis", "mode")
)
def take_vjp(y_bar: Any, y: Any, a: Any, indices: Any, axis: Any = None, *, mode: Any = "raise") -> Any:
    return take_bar(y_bar, a, within(indices, a, axis, mode), axis)


TABLE.constant(within, result=result_indexing.within_type)
TABLE.constant(along, result=result_indexing.along_type)
TABLE.constant(may_repeat, result=always(BOOL))
