"""What bindings hold: tuples their elements, functions their defaults and what they were given beforehand.

if c:                              `f` holds `k`, which only one path has: it gets a name behind the `if`, or is
    k = np.sum(x)                  joined with what the function of the other path holds in its place
    f = partial(g, k)
else:
    f = np.tanh
f(x)                               a choice between two calls
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    DictView,
    FunctionValue,
    Holding,
    Iteration,
    Pack,
    Ref,
    Special,
    State,
    Storage,
    Super,
    elements_of,
)


def held_of(binding: Binding | None) -> tuple[Binding, ...]:
    """The bindings that a binding holds."""
    match binding:
        case DictView():
            return (*binding.elements, binding.owner)
        case Pack():
            return binding.elements
        case Iteration():
            return binding.parts
        case BoundMethod() | Super():
            return (binding.owner,)
        case FunctionValue() | Holding():
            return binding.held
        case _:
            return ()


def with_held(binding: Any, held: tuple[Binding, ...]) -> Any:
    """The binding with others in the places of those that it holds."""
    match binding:
        case DictView():
            return replace(binding, elements=held[:-1], owner=held[-1])
        case Pack():
            return Pack(held, binding.cls)
        case Iteration():
            return replace(binding, parts=held)
        case BoundMethod() | Super():
            return replace(binding, owner=held[0])
        case Holding():
            return replace(binding, held=held)
        case FunctionValue():
            return _function(binding, list(held))
        case _:
            return binding


def holds_function(storage: Storage, state: State) -> bool:
    """Whether a list, dict or object is none that can become one value: a function is in it, at any depth."""
    return any(_is_or_holds_function(each, state) for each in elements_of(state.current[storage]))


def _is_or_holds_function(binding: Binding, state: State) -> bool:
    if isinstance(binding, Ref) and not binding.path:
        return holds_function(binding.storage, state)
    if isinstance(binding, Pack):
        return any(_is_or_holds_function(each, state) for each in binding.elements)
    return isinstance(binding, FunctionValue | BoundMethod | Special)


def _function(function: FunctionValue, held: list[Binding]) -> FunctionValue:
    defaults = tuple(held.pop(0) for _ in function.defaults)
    bound = tuple(held.pop(0) for _ in function.bound)
    keyword_defaults = tuple((name, held.pop(0)) for name, _ in function.keyword_defaults)
    bound_keywords = tuple((name, held.pop(0)) for name, _ in function.bound_keywords)
    return replace(
        function, defaults=defaults, bound=bound, keyword_defaults=keyword_defaults, bound_keywords=bound_keywords
    )


def are_of_one_form(a: Binding | None, b: Binding | None) -> bool:
    """Whether two functions differ in what they hold at most."""
    if isinstance(a, BoundMethod) and isinstance(b, BoundMethod):
        return a.name == b.name
    if not isinstance(a, FunctionValue) or not isinstance(b, FunctionValue):
        return False
    keywords = [[name for name, _ in (*f.keyword_defaults, *f.bound_keywords)] for f in (a, b)]
    counts = [(len(f.defaults), len(f.bound), len(f.keyword_defaults)) for f in (a, b)]
    same = a.source is b.source and a.frame is b.frame and a.function is b.function and a.access == b.access
    return same and keywords[0] == keywords[1] and counts[0] == counts[1]
