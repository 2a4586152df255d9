"""Rules of the functions that work on whole containers: all are linear.

`tree.add(a, b)` -> both get `y_bar`; `tree.list_updated(xs, i, v)` -> `xs` gets `y_bar` without its part at `i`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.joins import element_type
from s2sad.ir.types import INT, UNKNOWN, List, Map, Range, Tuple, assured
from s2sad.rules.table import RuleTable
from s2sad.runtime import combining, containers, text, tree
from s2sad.runtime.indexing import read_written
from s2sad.runtime.shaping import in_structure, match

TABLE = RuleTable()
_INDEX = Tuple((INT, INT, INT), slice)


def _first(value: Any, *rest: Any) -> Any:
    return value


def _range(start: Any) -> Range:
    return Range()


TABLE.constant(text.formatted, effect="may_raise", kept=True)
TABLE.constant(text.percent, effect="may_raise", kept=True)
TABLE.constant(format, effect="may_raise")
TABLE.constant(tree.zeros_like, result=_first, kept=True)
TABLE.constant(containers.counting, result=_range)


@TABLE.linear(tree.copy, wrt="value", result=_first)
def copy_vjp(y_bar: Any, y: Any, value: Any) -> Any:
    return y_bar


@TABLE.linear(containers.present, wrt="value", result=assured, alias="view", effect="may_raise")
def present_vjp(y_bar: Any, y: Any, value: Any) -> Any:
    return y_bar


@TABLE.linear(tree.restored, wrt="bar", result=lambda bar, value: value, alias="maybe", kept=True)
def restored_vjp(y_bar: Any, y: Any, bar: Any, value: Any) -> Any:
    return tree.restored(y_bar, bar)


def _like_value(direction: Any, value: Any, name: Any, what: Any) -> Any:
    return value


@TABLE.linear(tree.fitted, wrt="direction", result=_like_value, alias="maybe", effect="may_raise", kept=True)
def fitted_vjp(y_bar: Any, y: Any, direction: Any, value: Any, name: Any, what: Any) -> Any:
    return tree.fitted(y_bar, direction, name, what)


@TABLE.linear(tuple, wrt="xs")
def tuple_vjp(y_bar: Any, y: Any, xs: Any) -> Any:
    return list(y_bar)


@TABLE.linear(list, wrt="xs", result=lambda xs: List(element_type(xs)))
def list_vjp(y_bar: Any, y: Any, xs: Any) -> Any:
    return tuple(y_bar) if isinstance(xs, tuple) else y_bar


@TABLE.linear(tree.add, wrt=("a", "b"), result=_first)
def add_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return y_bar, y_bar


@TABLE.linear(tree.list_add_at, wrt=("xs", "v"), result=_first, effect="may_raise", kept=True)
def list_add_at_vjp(y_bar: Any, y: Any, xs: Any, index: Any, v: Any) -> Any:
    return y_bar, y_bar[index]


@TABLE.linear(tree.with_part_added, wrt=("value", "v"), result=_first, effect="may_raise", kept=True)
def with_part_added_vjp(y_bar: Any, y: Any, value: Any, key: Any, v: Any) -> Any:
    return y_bar, y_bar[key]


@TABLE.linear(tree.with_attribute_added, wrt=("value", "v"), result=_first, effect="may_raise", kept=True)
def with_attribute_added_vjp(y_bar: Any, y: Any, value: Any, name: Any, v: Any) -> Any:
    return y_bar, getattr(y_bar, name)


@TABLE.linear(tree.list_updated, wrt=("xs", "v"), result=_first, effect="may_raise", kept=True)
def list_updated_vjp(y_bar: Any, y: Any, xs: Any, index: Any, v: Any) -> Any:
    return tree.list_updated(y_bar, index, tree.zeros_at(y_bar, xs, index)), y_bar[index]


@TABLE.linear(tree.part_updated, wrt=("xs", "v"), result=_first, effect="may_raise", kept=True)
def part_updated_vjp(y_bar: Any, y: Any, xs: Any, v: Any, *path: Any) -> Any:
    owner = tree.part_of(y_bar, *path[:-1])
    taken = read_written(owner, path[-1]) if isinstance(owner, np.ndarray) else tree.part_of(owner, path[-1])
    return tree.part_updated(y_bar, 0.0, *path), match(taken, v)


@TABLE.linear(tree.part_added, wrt=("xs", "v"), result=_first, effect="may_raise", kept=True)
def part_added_vjp(y_bar: Any, y: Any, xs: Any, v: Any, *path: Any) -> Any:
    return y_bar, match(tree.part_of(y_bar, *path), v)


@TABLE.inlined(tree.part_of)
def part_of(xs: Any, *path: Any) -> Any:
    if len(path) == 0:
        return xs
    part = xs[path[0]] if isinstance(xs, np.ndarray | tuple | list | dict) else getattr(xs, path[0])
    return part_of(part, *path[1:])


@TABLE.linear(in_structure, wrt="parts", result=lambda parts, arrays: arrays, kept=True)
def in_structure_vjp(y_bar: Any, y: Any, parts: Any, arrays: Any) -> Any:
    return list(y_bar)


@TABLE.linear(tree.padded, wrt="xs_bar", result=_first, kept=True)
def padded_vjp(y_bar: Any, y: Any, xs_bar: Any, xs: Any) -> Any:
    return y_bar[: len(xs_bar)]


@TABLE.linear(containers.joined, wrt=("a", "b"), kept=True)
def joined_vjp(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    return y_bar[: len(a)], y_bar[len(a) :]


@TABLE.linear(containers.repeated, wrt="xs", kept=True)
def repeated_vjp(y_bar: Any, y: Any, xs: Any, n: Any) -> Any:
    return tree.folded(y_bar, xs)


@TABLE.linear(tree.folded, wrt="y_bar", result=lambda y_bar, xs: xs, kept=True)
def folded_vjp(xs_bar: Any, x: Any, y_bar: Any, xs: Any) -> Any:
    return containers.repeated(xs_bar, containers.times(y_bar, xs))


@TABLE.linear(containers.without, wrt="xs", effect="may_raise", kept=True)
def without_vjp(y_bar: Any, y: Any, xs: Any, index: Any) -> Any:
    return containers.put_back(y_bar, index, tree.zeros_like(containers.taken(xs, index)))


@TABLE.linear(containers.put_back, wrt=("rest", "parts"), effect="may_raise", kept=True)
def put_back_vjp(xs_bar: Any, xs: Any, rest: Any, index: Any, parts: Any) -> Any:
    return containers.without(xs_bar, index), containers.taken(xs_bar, index)


@TABLE.linear(containers.with_slice, wrt=("xs", "ys"), effect="may_raise", kept=True)
def with_slice_vjp(y_bar: Any, y: Any, xs: Any, index: Any, ys: Any) -> Any:
    place = containers.written_slice(xs, index, ys)
    return containers.with_slice(y_bar, place, tree.zeros_like(xs[index])), y_bar[place]


@TABLE.linear(containers.taken, wrt="xs", effect="may_raise", kept=True)
def taken_vjp(y_bar: Any, y: Any, xs: Any, index: Any) -> Any:
    return containers.with_slice(tree.zeros_like(xs), containers.taken_slice(xs, index), y_bar)


@TABLE.linear(containers.ordered, wrt="xs", result=lambda xs, order: List(element_type(xs)), alias="maybe", kept=True)
def ordered_vjp(y_bar: Any, y: Any, xs: Any, order: Any) -> Any:
    return containers.ordered(y_bar, containers.inverse_order(order))


@TABLE.linear(containers.keyed, wrt="parts", result=lambda pairs, parts: Map(UNKNOWN, element_type(parts)), kept=True)
def keyed_vjp(y_bar: Any, y: Any, pairs: Any, parts: Any) -> Any:
    return containers.unkeyed(y_bar, pairs, tree.zeros_like(parts))


@TABLE.linear(containers.unkeyed, wrt=("entries", "zeros"), result=lambda entries, pairs, zeros: zeros, kept=True)
def unkeyed_vjp(y_bar: Any, y: Any, entries: Any, pairs: Any, zeros: Any) -> Any:
    return containers.keyed(pairs, y_bar), containers.unkeyed(tree.zeros_like(entries), pairs, y_bar)


@TABLE.composed(containers.extreme, result=lambda function, values: UNKNOWN, effect="may_raise", static=("function",))
def extreme_body(function: Any, values: Any) -> Any:
    listed = list(values)
    return listed[containers.extreme_position(function, listed)]


TABLE.constant(combining.places, result=lambda *_: UNKNOWN, kept=True)
TABLE.constant(containers.extreme_position, result=lambda extreme, keys: INT)
TABLE.constant(containers.order_of, result=lambda keys, reverse: List(INT), kept=True)
TABLE.constant(containers.inverse_order, result=lambda order: List(INT), kept=True)
TABLE.constant(containers.written_slice, result=lambda xs, index, ys: _INDEX, kept=True)
TABLE.constant(containers.taken_slice, result=lambda xs, index: _INDEX, kept=True)
TABLE.constant(containers.times, result=lambda xs, ys: INT, kept=True)
TABLE.constant(containers.index_of, result=lambda xs, v, *bounds: INT, effect="may_raise", kept=True)
TABLE.constant(containers.count_of, result=lambda xs, v: INT, kept=True)


@TABLE.linear(containers.without_last, wrt="xs", result=_first, effect="may_raise")
def without_last_vjp(y_bar: Any, y: Any, xs: Any) -> Any:
    return containers.appended(y_bar, tree.zeros_like(xs[-1]))
