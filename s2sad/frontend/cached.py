"""Functions with a cache: `functools.cache` and `lru_cache`. They are called each time, where nobody can tell.

@cache                          the second `power(2)` gives what the first one has given: `a` may not change
def power(n): return a ** n     between the two, `power` may change nothing, and nobody what it has made
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from s2sad.errors import AliasingError, UnsupportedSyntaxError
from s2sad.frontend.reached import Reached
from s2sad.frontend.state import (
    Binding,
    FunctionValue,
    Ref,
    Special,
    Storage,
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
        around: what the function found around it when it was called last.
    """

    builder: Builder
    known: frozenset[Value]
    around: list[tuple[Any, ...]] | None = None

    def sees(self, found: Iterable[Any]) -> bool:
        """Whether values are the same ones in all calls: none is made, or carried, by a loop or branch further in."""
        return all(each in self.known or self.builder.has(each) for each in found if isinstance(each, Value))


def with_cache(low: Lowering, function: Binding) -> Binding:
    """A function of the program that gives what it has given before."""
    if not isinstance(function, FunctionValue):
        return function
    bindings = [binding for names in low.state.names.values() for binding in names.values()]
    reached = Reached(low.state, low.builder)
    known = frozenset(each for binding in bindings for each in reached.by(binding) if isinstance(each, Value))
    return replace(function, cache=Cache(low.builder, known))


def call_cached(
    low: Lowering, function: FunctionValue, cache: Cache, args: list[Binding], kwargs: dict[str, Binding], name: str
) -> Binding:
    """A call of a function that has a cache."""
    _check_around(low, function, cache)
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
    cache.around = _found(low, function)
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


def _check_around(low: Lowering, function: FunctionValue, cache: Cache) -> None:
    """Refuse a call that may find something else around it than another one: its result may be that of the other."""
    found = _found(low, function)
    known = found if cache.around is None else cache.around
    changing = [each for each in found if not cache.sees(each)]
    changing += [a or b for a, b in zip_longest(found, known, fillvalue=()) if a != b]
    if not changing:
        return
    raise UnsupportedSyntaxError(
        f"The function `{function.source.name}` has a cache, and reads `{changing[0][1]}`, which may change between "
        "its calls",
        low.span,
        "Pass what changes as an argument, or leave out the cache.",
    )


def _found(low: Lowering, function: FunctionValue) -> list[tuple[Any, ...]]:
    """What a function finds around it: frames, names and all that these mean."""
    reached = Reached(low.state, low.builder)
    around = surroundings_of((function,), low.state)
    return [(each.frame, each.name, *reached.by(each.binding)) for each in around]


def _cache(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    return with_cache(low, args[0])


def _lru_cache(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`functools.lru_cache`: of a function, or a decorator."""
    return with_cache(low, args[0]) if args and isinstance(args[0], FunctionValue) else Special(_cache)


CACHES = {functools.cache: _cache, functools.lru_cache: _lru_cache}
