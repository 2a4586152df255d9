"""Jacobians, Hessians and elementwise derivatives inside differentiated functions, leaf by leaf.

jacobian(f)(x)    rows = []
                  for unit in np.eye(np.size(y)):
                      rows.append(pullback(np.reshape(unit, np.shape(y)))[0])
                  np.reshape(np.array(rows), np.shape(y) + np.shape(x))

The loops are written below as Python functions and lowered like the user's own, so that they are differentiated in
turn. Structures of arguments and results (tuples, lists, dicts) are taken apart while compiling, as in JAX.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from s2sad.errors import DifferentiationTypeError, UnsupportedCallError
from s2sad.frontend.arguments import FlatCall, flat_call, shape_of
from s2sad.frontend.lower import Lowering
from s2sad.frontend.state import Binding, Entries, Holding, Items, Pack, Ref, Special, Step
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, FixedList, Record, Scalar, Tuple, is_numeric
from s2sad.nested import constant_argnums, curried, listed, lower_vjp, pushed, zero
from s2sad.rules.table import RuleTable

Linear = Callable[[Binding], Binding]
Block = Callable[[Lowering, FlatCall, bool, str], Binding]


# ---- the loops


def rows_of(pull: Any, y: Any, x: Any) -> Any:
    """The Jacobian of an array `y` with respect to `x`, one pullback per entry of `y`."""
    rows = []
    for unit in np.eye(np.size(y), dtype=y.dtype):
        rows.append(pull(np.reshape(unit, np.shape(y))))
    return np.reshape(np.array(rows), np.shape(y) + np.shape(x))


def columns_of(push: Any, y: Any, x: Any) -> Any:
    """The Jacobian of an array `y` with respect to an array `x`, one tangent per entry of `x`."""
    columns = []
    for unit in np.eye(np.size(x), dtype=x.dtype):
        columns.append(np.ravel(push(np.reshape(unit, np.shape(x)))))
    return np.reshape(np.transpose(np.array(columns)), np.shape(y) + np.shape(x))


def columns_of_number(push: Any, x: Any) -> Any:
    """The Jacobian of a number with respect to an array `x`."""
    columns = []
    for unit in np.eye(np.size(x), dtype=x.dtype):
        columns.append(push(np.reshape(unit, np.shape(x))))
    return np.reshape(np.array(columns), np.shape(x))


# ---- structures


@dataclass(frozen=True)
class Tree:
    """A structure that is known when compiling: its keys, its parts and how to make another one."""

    keys: tuple[Any, ...]
    parts: tuple[Binding, ...]
    rebuilt: Callable[[list[Binding]], Binding]

    def unit(self, low: Lowering, k: int, leaf: Binding) -> Binding:
        """The tree with `leaf` at part k and zeros elsewhere."""
        zeros = [low.bind_value(zero(low, low.read(part))) for part in self.parts]
        return self.rebuilt([*zeros[:k], leaf, *zeros[k + 1 :]])


def tree_of(low: Lowering, binding: Binding) -> Tree | None:
    """The structure of a binding; None for a leaf."""
    if isinstance(binding, Pack):
        cls = binding.cls
        return Tree(tuple(range(len(binding.elements))), binding.elements, lambda parts: Pack(tuple(parts), cls))
    kind = low.read(binding).type
    if is_numeric(kind):
        return None
    match kind:
        case Tuple(elements, cls):
            keys: tuple[Any, ...] = tuple(range(len(elements)))
            return Tree(keys, _parts(low, binding, keys), lambda parts: Pack(tuple(parts), cls))
        case FixedList(elements):
            keys = tuple(range(len(elements)))
            return Tree(keys, _parts(low, binding, keys), lambda parts: low.new_items(Items(tuple(parts)), "parts"))
        case Record(fields):
            keys = tuple(key for key, _ in fields)

            def entries(parts: list[Binding]) -> Ref:
                return low.new_items(Entries(tuple(zip(keys, parts, strict=True))), "parts")

            return Tree(keys, _parts(low, binding, keys), entries)
    raise UnsupportedCallError(
        "A Jacobian inside a differentiated function needs numbers, arrays, tuples, lists or dicts of known structure",
        low.span,
        "Use grad, jvp or vjp.",
    )


def _parts(low: Lowering, binding: Binding, keys: Sequence[Any]) -> tuple[Binding, ...]:
    return tuple(low.step(binding, Step("item", Const(key))) for key in keys)


def _one(low: Lowering, leaf: Binding) -> Binding:
    kind = low.read(leaf).type
    if not isinstance(kind, Scalar) or np.dtype(kind.dtype).kind not in "fc":
        raise DifferentiationTypeError("a Jacobian needs floats", low.span)
    return Const(1.0)


def _ones(low: Lowering, binding: Binding) -> Binding:
    tree = tree_of(low, binding)
    if tree is not None:
        return tree.rebuilt([_ones(low, part) for part in tree.parts])
    if _is_array(low, binding):
        return low.bind_value(low.builder.call(np.ones_like, low.read(binding)))
    return _one(low, binding)


def _is_array(low: Lowering, leaf: Binding) -> bool:
    return isinstance(low.read(leaf).type, Array)


# ---- Jacobians, block by block


def _template(low: Lowering, function: Callable[..., Any], linear: Linear, *args: Binding) -> Binding:
    special = Special(lambda _, given, kwargs, name: linear(given[0]))
    return low.call(low.callable_binding(function), [special, *args], {}, "jacobian")


def _into(low: Lowering, linear: Linear, tree: Tree, k: int) -> Linear:
    return lambda leaf: linear(tree.unit(low, k, leaf))


def _out_of(low: Lowering, linear: Linear, tree: Tree, k: int) -> Linear:
    return lambda argument: low.step(linear(argument), Step("item", Const(tree.keys[k])))


def _rows(low: Lowering, pull: Linear, y: Binding, x: Binding) -> Binding:
    """The Jacobian by pullbacks."""
    tree = tree_of(low, y)
    if tree is not None:
        return tree.rebuilt([_rows(low, _into(low, pull, tree, k), p, x) for k, p in enumerate(tree.parts)])
    tree = tree_of(low, x)
    if tree is not None:
        return tree.rebuilt([_rows(low, _out_of(low, pull, tree, k), y, p) for k, p in enumerate(tree.parts)])
    return _template(low, rows_of, pull, y, x) if _is_array(low, y) else pull(_one(low, y))


def _columns(low: Lowering, push: Linear, y: Binding, x: Binding) -> Binding:
    """The Jacobian by tangents."""
    tree = tree_of(low, y)
    if tree is not None:
        return tree.rebuilt([_columns(low, _out_of(low, push, tree, k), p, x) for k, p in enumerate(tree.parts)])
    tree = tree_of(low, x)
    if tree is not None:
        return tree.rebuilt([_columns(low, _into(low, push, tree, k), y, p) for k, p in enumerate(tree.parts)])
    if not _is_array(low, x):
        return push(_one(low, x))
    return _template(low, columns_of, push, y, x) if _is_array(low, y) else _template(low, columns_of_number, push, x)


def _swept(low: Lowering, call: FlatCall, single: bool, name: str) -> tuple[Binding, Linear]:
    """The value of a function and the map from its cotangents to those of the chosen arguments."""
    pair = lower_vjp(low, [call.function, *call.args], {}, name)
    assert isinstance(pair, Pack)
    y, pullback = pair.elements

    def pull(cotangent: Binding) -> Binding:
        bars = low.call(pullback, [cotangent], {}, name)
        return call.arranged([low.step(bars, Step("item", Const(k))) for k in call.positions], single)

    return y, pull


def reverse(low: Lowering, call: FlatCall, single: bool, name: str) -> Binding:
    """`jacrev(function)` at arguments."""
    y, pull = _swept(low, call, single, name)
    return _rows(low, pull, y, call.chosen(single))


def forward(low: Lowering, call: FlatCall, single: bool, name: str) -> Binding:
    """`jacfwd(function)` at arguments."""

    def push(tangent: Binding) -> Binding:
        tangents = dict(zip(call.positions, call.flattened(low, tangent, single), strict=True))
        pair = pushed(low, call.function, call.args, tangents, name)
        return low.step(pair, Step("item", Const(1)))

    return _columns(low, push, low.call(call.function, call.args, {}, name), call.chosen(single))


def second(low: Lowering, call: FlatCall, single: bool, name: str) -> Binding:
    """`hessian(function)` at arguments: forward over reverse."""

    def inner(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        return reverse(low, replace(call, args=args), single, name)

    return forward(low, replace(call, function=Special(inner)), single, name)


def diagonal(low: Lowering, call: FlatCall, single: bool, name: str) -> Binding:
    """`elementwise_grad(function)` at arguments."""
    y, pull = _swept(low, call, single, name)
    return pull(_ones(low, y))


BLOCKS: dict[str, Block] = {"jacrev": reverse, "jacfwd": forward, "hessian": second, "elementwise_grad": diagonal}


def matrix_of(function: Binding, kind: str, argnums: Any, rules: RuleTable | None = None) -> Special:
    """`jacobian(function)` as a binding."""
    single = isinstance(argnums, int | str)

    def lower(
        low: Lowering, held: tuple[Binding, ...], args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        call = flat_call(low, held[0], listed(argnums), args, kwargs)
        with low.using(rules):
            return BLOCKS[kind](low, call, single, name)

    return Holding(lower, shape_of(function), held=(function,))


def lower_matrix_call(kind: str, low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """A call `jacobian(f, argnums=...)` inside a differentiated function."""
    if not args:
        return curried(functools.partial(lower_matrix_call, kind), kwargs)
    function, argnums, _, rules = constant_argnums(low, args, kwargs)
    return matrix_of(function, kind, argnums, rules)
