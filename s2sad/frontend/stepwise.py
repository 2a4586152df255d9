"""Iterators that give their elements in step with others: how often they are asked.

zip(map(f, x), y)       Python calls `f` once more than there are elements of `y`, if `x` is longer: refused if `f` acts
"""

from __future__ import annotations

import operator
from typing import Any

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.generators import called_names
from s2sad.frontend.state import Binding, FunctionValue, Iteration
from s2sad.ir.ops import Const
from s2sad.ir.types import Array


def refuse_one_more(low: Any, args: list[Binding]) -> None:
    """Refuse `zip` of these if a function that changes something may be called for an element that is not used."""
    for k, arg in enumerate(args):
        if acts_when_asked(low, arg) and not all(_not_longer(low, arg, other) for other in args[k + 1 :]):
            reason = "`zip` may ask once more for an element of a `map`, whose function may change something"
            raise UnsupportedSyntaxError(reason, low.span, "Write a list, `[...]`, for it.")


def refuse_listing(low: Any, iterable: Binding, function: Binding) -> None:
    """Refuse what makes all elements before it calls a function, where Python makes them one by one."""
    acts = isinstance(function, FunctionValue) and _changes(low, function, ())
    if isinstance(iterable, Iteration) and (acts or acts_when_asked(low, iterable)):
        reason = "Elements are made one by one, and a function that is called meanwhile may change something"
        raise UnsupportedSyntaxError(reason, low.span, "Write a list, `[...]`, for the elements.")


def acts_when_asked(low: Any, iterable: Binding) -> bool:
    """Whether elements come from a function of the program that may change something."""
    if not isinstance(iterable, Iteration):
        return False
    function = iterable.parts[0]
    acts = iterable.kind == "map" and isinstance(function, FunctionValue) and _changes(low, function, ())
    return acts or any(acts_when_asked(low, each) for each in iterable.sequences)


def _changes(low: Any, function: FunctionValue, callers: tuple[Any, ...]) -> bool:
    """Whether a function, from its text and that of what it calls, may change what it does not own."""
    tree = function.source.tree
    called = called_names(tree)
    if tree in callers or called is None:
        return tree not in callers
    names = function.frame
    for name in called:
        callee: Any = None
        if names is not None:
            callee = low.resolve_in(names, name)
        elif name in getattr(function.function, "__globals__", {}):
            callee = low.callable_binding(function.function.__globals__[name])
        if isinstance(callee, FunctionValue) and not _changes(low, callee, (*callers, tree)):
            continue
        return True
    return False


def _not_longer(low: Any, iterable: Binding, other: Binding) -> bool:
    """Whether something is known to have no more elements than another."""
    first, second = _sequence(iterable), _sequence(other)
    if first is None or second is None:
        return False
    kind, others = low.read(first).type, low.read(second).type
    if isinstance(kind, Array) and isinstance(others, Array) and kind.dims and others.dims:
        return kind.dims[0] == others.dims[0]
    unequal = low.fold_or_call(operator.ne, low.length(first), low.length(second))
    return isinstance(unequal, Const) and not unequal.value


def _sequence(iterable: Binding) -> Binding | None:
    """What an iterator takes one element of for each of its own."""
    if not isinstance(iterable, Iteration):
        return iterable
    return _sequence(iterable.sequences[0]) if len(iterable.sequences) == 1 else None
