"""Calls of derivatives inside differentiated functions as calls with flat arguments, of which some are chosen.

grad(h, argnums="k")(x, k=3.0)     h with x and k as arguments 0 and 1, of which 1 is differentiated
grad(h, argnums="w")(x)            w is its default; other defaults are left to the call of h
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from s2sad.errors import SignatureError, UnsupportedCallError
from s2sad.frontend.state import Binding, FunctionValue, Keywords, Pack, Special, Step
from s2sad.ir.ops import Const

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


@dataclass(frozen=True)
class Shape:
    """The parameters of a function that is known when compiling.

    Attributes:
        positional: the names of those that can be given by position.
        spread: the name of `*args`.
        by_name: the names of those that can be given by name only.
        mapping: the name of `**kwargs`.
        defaults: default values by name.
    """

    positional: tuple[str, ...]
    spread: str | None = None
    by_name: tuple[str, ...] = ()
    mapping: str | None = None
    defaults: dict[str, Binding] = field(default_factory=dict)

    def given(self, count: int, words: Sequence[str]) -> Shape:
        """The parameters that are left when `count` positions and some names are given."""
        positional = self.positional[count:]
        taken = next((k for k, n in enumerate(positional) if n in words), len(positional))
        return Shape(positional[:taken], self.spread, (*positional[taken:], *self.by_name), self.mapping, self.defaults)


def shape_of(function: Binding) -> Shape:
    """The parameters of a function known when compiling."""
    if isinstance(function, Special) and function.shape is not None:
        found: Shape = function.shape
        return found
    if isinstance(function, FunctionValue):
        shape = _written(function)
        bound = dict(function.bound_keywords)
        left = shape.given(len(function.bound), tuple(bound))
        return replace(left, defaults={**shape.defaults, **bound})
    if isinstance(function, Const) and callable(function.value):
        return _of_object(function.value)
    raise UnsupportedCallError("A derivative is taken of something that is not known when compiling")


def _written(function: FunctionValue) -> Shape:
    """The parameters in a `def` or lambda; of a wrapper that was made outside, what it shows."""
    if function.function is not None and "__wrapped__" in function.function.__dict__:
        return _of_object(function.function)
    spec = function.source.tree.args
    positional = tuple(a.id for a in (*spec.posonlyargs, *spec.args))
    first = len(positional) - len(function.defaults)
    defaults = {**dict(zip(positional[first:], function.defaults, strict=True)), **dict(function.keyword_defaults)}
    spread, mapping = (None if each is None else str(each.id) for each in (spec.vararg, spec.kwarg))
    return Shape(positional, spread, tuple(a.id for a in spec.kwonlyargs), mapping, defaults)


def _of_object(function: Any) -> Shape:
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError as error:
        raise SignatureError(str(error)) from None
    kinds: dict[Any, list[str]] = {}
    for p in parameters:
        kinds.setdefault(p.kind, []).append(p.name)
    positional = (
        *kinds.get(inspect.Parameter.POSITIONAL_ONLY, ()),
        *kinds.get(inspect.Parameter.POSITIONAL_OR_KEYWORD, ()),
    )
    (spread,) = kinds.get(inspect.Parameter.VAR_POSITIONAL, (None,))
    (mapping,) = kinds.get(inspect.Parameter.VAR_KEYWORD, (None,))
    defaults: dict[str, Binding] = {p.name: Const(p.default) for p in parameters if p.default is not p.empty}
    return Shape(positional, spread, tuple(kinds.get(inspect.Parameter.KEYWORD_ONLY, ())), mapping, defaults)


@dataclass(frozen=True, eq=False)
class FlatCall:
    """A call with flat arguments.

    Attributes:
        function: takes them all by position.
        args: one per parameter that is given or chosen, the elements of `*args` one by one.
        positions: which of them are differentiated.
        groups: for each argnum how many positions it chooses, None for one.
    """

    function: Binding
    args: list[Binding]
    positions: tuple[int, ...]
    groups: tuple[int | None, ...]

    def arranged(self, parts: Sequence[Binding], single: bool) -> Binding:
        """One part per chosen argument in the structure of `argnums`."""
        left = iter(parts)
        found = [next(left) if n is None else Pack(tuple(next(left) for _ in range(n))) for n in self.groups]
        return found[0] if single else Pack(tuple(found))

    def chosen(self, single: bool) -> Binding:
        """The chosen arguments in the structure of `argnums`."""
        return self.arranged([self.args[k] for k in self.positions], single)

    def flattened(self, lowering: Lowering, tree: Binding, single: bool) -> list[Binding]:
        """The parts of what has the structure of `argnums`, one per chosen argument."""
        groups = [tree] if single else [_item(lowering, tree, k) for k in range(len(self.groups))]
        found: list[Binding] = []
        for group, n in zip(groups, self.groups, strict=True):
            found += [group] if n is None else [_item(lowering, group, k) for k in range(n)]
        return found

    def regrouped(self, lowering: Lowering, gradients: Binding, single: bool) -> Binding:
        """Flat gradients in the structure of `argnums`."""
        if single or all(n is None for n in self.groups):
            return gradients
        parts = [_item(lowering, gradients, k) for k in range(len(self.positions))]
        return self.arranged(parts, single)


def _item(lowering: Lowering, binding: Binding, k: int) -> Binding:
    return lowering.step(binding, Step("item", Const(k)))


def flat_call(
    lowering: Lowering, function: Binding, argnums: Sequence[int | str], args: list[Binding], kwargs: Keywords
) -> FlatCall:
    """A call of the derivative of a function: the values of its parameters, and which are differentiated."""
    shape = shape_of(function)
    entries = list(_entries(lowering, function, shape, args, kwargs))
    chosen = [_chosen(lowering, shape, [name for name, _, _ in entries], argnum) for argnum in argnums]
    wanted = {k for c in chosen for k in c}
    kept = [k for k, (_, _, is_default) in enumerate(entries) if not is_default or k in wanted]
    places = {k: place for place, k in enumerate(kept)}
    count = sum(1 for k in range(len(entries)) if k in places and k == places[k] and _by_position(shape, entries, k))
    words = tuple(entries[k][0] for k in kept[count:])

    def call(low: Lowering, given: list[Binding], _: Keywords, name: str) -> Binding:
        return low.call(function, given[:count], dict(zip(words, given[count:], strict=True)), name)

    groups = tuple(len(c) if a == shape.spread else None for c, a in zip(chosen, argnums, strict=True))
    positions = tuple(places[k] for c in chosen for k in c)
    return FlatCall(Special(call) if words else function, [entries[k][1] for k in kept], positions, groups)


def _by_position(shape: Shape, entries: list[tuple[str, Binding, bool]], k: int) -> bool:
    return entries[k][0] in shape.positional or entries[k][0] == shape.spread


def _entries(
    lowering: Lowering, function: Binding, shape: Shape, args: list[Binding], kwargs: Keywords
) -> Iterator[tuple[str, Binding, bool]]:
    """Name, value, and whether it is the default, of every parameter in order."""
    label = getattr(getattr(function, "source", None), "name", "the function")
    left = dict(kwargs)
    for k, name in enumerate((*shape.positional, *shape.by_name)):
        if k == len(shape.positional):
            yield from _spread(lowering, shape, args, label)
        if k < min(len(args), len(shape.positional)):
            if name in left:
                raise SignatureError(f"{label}() got multiple values for argument '{name}'", lowering.span)
            yield name, args[k], False
        elif name in left:
            yield name, left.pop(name), False
        elif name in shape.defaults:
            yield name, shape.defaults[name], True
        else:
            raise SignatureError(f"{label}() missing argument '{name}'", lowering.span)
    if not shape.by_name:
        yield from _spread(lowering, shape, args, label)
    if left and shape.mapping is None:
        raise SignatureError(f"{label}() got an unexpected keyword argument '{next(iter(left))}'", lowering.span)
    for name, value in left.items():
        yield name, value, False


def _spread(lowering: Lowering, shape: Shape, args: list[Binding], label: str) -> Iterator[tuple[str, Binding, bool]]:
    """The elements of `*args`."""
    extra = args[len(shape.positional) :]
    if extra and shape.spread is None:
        count = len(shape.positional)
        raise SignatureError(f"{label}() takes {count} positional arguments but {len(args)} were given", lowering.span)
    for value in extra:
        yield str(shape.spread), value, False


def _chosen(lowering: Lowering, shape: Shape, names: list[str], argnum: Any) -> tuple[int, ...]:
    """Which of the flat arguments an argnum chooses."""
    if isinstance(argnum, str):
        found = tuple(k for k, name in enumerate(names) if name == argnum)
        if found or argnum == shape.spread:
            return found
    elif isinstance(argnum, int) and not isinstance(argnum, bool):
        by_position = (*shape.positional, shape.spread)
        total = len(names) if shape.spread is None else sum(name in by_position for name in names)
        if -total <= argnum < total:
            return (argnum % total,)
    known = ", ".join((*shape.positional, *filter(None, [shape.spread]), *shape.by_name)) or "none"
    raise SignatureError(f"argnums {argnum!r} of a function with the parameters {known}", lowering.span)
