"""Functions with a cache: `functools.cache` and `lru_cache`. They are called each time, where nobody can tell.

@cache                          the second `power(2)` gives what the first one has given: `a` may not change
def power(n): return a ** n     between the two, `power` may change nothing, and nobody what it has made
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from s2sad.errors import AliasingError, UnsupportedSyntaxError
from s2sad.frontend.reached import Reached
from s2sad.frontend.state import (
    Binding,
    FunctionValue,
    Ref,
    Special,
    State,
    Storage,
    near,
    storages_of,
)
from s2sad.frontend.surroundings import surroundings_of
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Region, Value, walk

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


@dataclass(eq=False)
class Cache:
    """What is known of the calls of one function that has a cache.

    Attributes:
        builder: where the function was given the cache.
        known: the values that there were.
        around: what the function, and those that it was given, found around them when it was called last.
        given: what was in the objects that it was given, by storages that stand for the objects.
    """

    builder: Builder
    known: frozenset[Value]
    around: dict[tuple[Any, str], tuple[Any, ...]] = field(default_factory=dict)
    given: dict[Storage, tuple[Any, ...]] = field(default_factory=dict)

    def sees(self, found: Iterable[Any]) -> bool:
        """Whether values are the same ones in all calls: none is made, or carried, by a loop or branch further in."""
        return all(each in self.known or self.builder.has(each) for each in found if isinstance(each, Value))


@dataclass(eq=False)
class Outlined:
    """A derivative inside: where its function is lowered, what was there before, with its arguments; its parameters."""

    builder: Builder
    before: frozenset[Storage]
    params: tuple[Value, ...]

    def made(self, storage: Storage, found: Iterable[Any], state: State) -> bool:
        """Whether an object was made in it, of values that are one in the whole of it."""
        one = all(each in self.params or self.builder.has(each) for each in found if isinstance(each, Value))
        return one and self.before.isdisjoint(near(Ref(storage), state))


def with_cache(low: Lowering, function: Binding) -> Binding:
    """A function of the program that gives what it has given before."""
    if not isinstance(function, FunctionValue):
        return function
    bindings = [binding for names in low.state.names.values() for binding in names.values()]
    reached = Reached(low.state, low.builder)
    known = frozenset(each for binding in bindings for each in reached.by(binding) if isinstance(each, Value))
    return replace(function, cache=Cache(low.builder, known))


def with_cache_of_outside(low: Lowering, function: FunctionValue) -> Binding:
    """A function from outside that has a cache: the same one, wherever it is called."""
    cache = low.caches.get(function.function)
    if cache is None:
        builder = low.builder
        while builder.outer is not None:
            builder = builder.outer
        cache = low.caches[function.function] = Cache(builder, frozenset(low.parameters))
    return replace(function, cache=cache)


def call_cached(
    low: Lowering, function: FunctionValue, cache: Cache, args: list[Binding], kwargs: dict[str, Binding], name: str
) -> Binding:
    """A call of a function that has a cache."""
    given = [*args, *kwargs.values(), *function.held]
    _check_around(low, function, cache, given)
    _check_given(low, function, cache, given)
    reached, first = Reached(low.state, low.builder), len(low.builder.ops)
    before = {storage: reached.by(Ref(storage)) for storage in low.state.current}
    result = low.call_function(function, args, kwargs, name)
    reached = Reached(low.state, low.builder)
    changed = [storage for storage, content in before.items() if content != reached.by(Ref(storage))]
    added = walk(Region(tuple(low.builder.ops[first:]), ()))
    acts = any(isinstance(op, Call) and op.effect in ("io", "random") for op in added)
    if changed or acts:
        what = f"changes {low.called(changed[0])}" if changed else "prints or draws"
        raise UnsupportedSyntaxError(
            f"The function `{function.source.name}` has a cache, and {what}: only calls with new arguments do that",
            low.span,
            "Leave out the cache, or let the function return what it computes only.",
        )
    cache.around |= _found(low, (function, *given))
    kept = Storage(function.source.name, is_kept=True)
    for storage in set(storages_of(result, low.state)) - before.keys():
        low.state.add_overlap(storage, kept)
    return result


def refuse_kept(low: Any, storage: Storage) -> None:
    """Refuse a write to what a cache gives again."""
    kept = next((each for each in low.state.overlaps.get(storage, ()) if each.is_kept), None)
    if kept is not None:
        raise AliasingError(
            f"What `{kept.label}` has returned is written in place, and its cache gives it again",
            low.span,
            "Work on a copy, or leave out the cache.",
        )


def _check_around(low: Lowering, function: FunctionValue, cache: Cache, given: list[Binding]) -> None:
    """Refuse a call that may find something else around it than another one: its result may be that of the other."""
    outside = _from_outside(low)
    for (place, name), found in _found(low, (function, *given)).items():
        is_one = cache.sees(each for each in found if each not in outside)
        if not is_one or cache.around.get((place, name), found) != found:
            raise UnsupportedSyntaxError(
                f"The function `{function.source.name}` has a cache, and reads `{name}`, which may change between "
                "its calls",
                low.span,
                "Pass what changes as an argument, or leave out the cache.",
            )


def _check_given(low: Lowering, function: FunctionValue, cache: Cache, given: list[Binding]) -> None:
    """Refuse an object that may have changed since the function was given it: it has the same place in the cache."""
    reached = Reached(low.state, low.builder)
    own = low.named if low.frames[-1].source.tree is function.source.tree else set()
    fixed = own | _from_outside(low)
    for storage in dict.fromkeys(s for each in given for s in storages_of(each, low.state)):
        found = reached.by(Ref(storage))
        stands = [each for each in low.state.overlaps.get(storage, ()) if each in cache.given]
        new = [each for each in found if each not in fixed]
        is_one = cache.sees(new) or (low.outlined is not None and low.outlined.made(storage, new, low.state))
        if not is_one or any(cache.given[each] != found for each in stands):
            raise UnsupportedSyntaxError(
                f"The function `{function.source.name}` has a cache, and is given {low.called(storage)}, which may "
                "change between its calls",
                low.span,
                "Pass the numbers that it reads, or leave out the cache.",
            )
        if not stands:
            made = Storage(storage.label)
            cache.given[made] = found
            low.state.add_overlap(storage, made)


def _from_outside(low: Lowering) -> set[Any]:
    """What the outside held at the start."""
    return {*low.outer_values.values(), *(value for _, value in low.outside.captured.values())}


def _found(low: Lowering, functions: Iterable[Binding]) -> dict[tuple[Any, str], tuple[Any, ...]]:
    """What functions find around them: all that names mean there, and what was read of the outside so far."""
    reached = Reached(low.state, low.builder)
    around = surroundings_of(functions, low.state)
    found: dict[tuple[Any, str], tuple[Any, ...]] = {
        (each.frame, each.name): reached.by(each.binding) for each in around
    }
    for each in low.outer_bindings.values():
        if isinstance(each, Ref) and each.storage in low.state.current:
            found[each.storage, each.storage.label] = reached.by(each)
    return found


def _cache(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    return with_cache(low, args[0])


def _lru_cache(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`functools.lru_cache`: of a function, or a decorator."""
    return with_cache(low, args[0]) if args and isinstance(args[0], FunctionValue) else Special(_cache)


CACHES = {functools.cache: _cache, functools.lru_cache: _lru_cache}
