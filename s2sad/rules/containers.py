"""Rules of the functions that work on whole containers: all are linear.

`tree.add(a, b)` -> both get `y_bar`; `tree.list_updated(xs, i, v)` -> `xs` gets `y_bar` without its part at `i`.
"""

from __future__ import annotations

from typing import Any

from s2sad.ir.types import Range
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, tree

TABLE = RuleTable()


def _first(value: Any, *rest: Any) -> Any:
    return value


def _range(start: Any) -> Range:
    return Range()


TABLE.constant(tree.zeros_like, result=_first)
TABLE.constant(containers.counting, result=_range)


@TABLE.linear(tree.copy, wrt="value", result=_first)
def copy_vjp(y_bar: Any, y: Any, value: Any) -> Any:
    return y_bar


@TABLE.linear(tuple, wrt="xs")
def tuple_vjp(y_bar: Any, y: Any, xs: Any) -> Any:
    return list(y_bar)


@TABLE.linear(tree.add, wrt=("a", "b"), result=_first)
def add_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return y_bar, y_bar


@TABLE.linear(tree.list_add_at, wrt=("xs", "v"), result=_first, effect="may_raise")
def list_add_at_vjp(y_bar: Any, y: Any, xs: Any, index: Any, v: Any) -> Any:
    return y_bar, y_bar[index]


@TABLE.linear(tree.with_part_added, wrt=("value", "v"), result=_first, effect="may_raise")
def with_part_added_vjp(y_bar: Any, y: Any, value: Any, key: Any, v: Any) -> Any:
    return y_bar, y_bar[key]


@TABLE.linear(tree.list_updated, wrt=("xs", "v"), result=_first, effect="may_raise")
def list_updated_vjp(y_bar: Any, y: Any, xs: Any, index: Any, v: Any) -> Any:
    return tree.list_updated(y_bar, index, tree.zeros_like(y_bar[index])), y_bar[index]


@TABLE.linear(tree.padded, wrt="xs_bar", result=_first)
def padded_vjp(y_bar: Any, y: Any, xs_bar: Any, xs: Any) -> Any:
    return y_bar[: len(xs_bar)]


@TABLE.linear(containers.joined, wrt=("a", "b"))
def joined_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return y_bar[: len(a)], y_bar[len(a) :]


@TABLE.linear(containers.without_last, wrt="xs", result=_first, effect="may_raise")
def without_last_vjp(y_bar: Any, y: Any, xs: Any) -> Any:
    return containers.appended(y_bar, tree.zeros_like(xs[-1]))
