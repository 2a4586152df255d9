"""Replaces bindings wherever they are held: in names, in displays, in functions, in expressions half evaluated.

a = np.eye(2); xs = [a]; ys = (a, 1)       settling xs makes `a` a path into it: for `a`, for `ys` and for displays
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from s2sad.frontend.held import held_of, with_held
from s2sad.frontend.state import Binding, Entries, Items, Ref, State

Change = Callable[[Ref], Binding]


def rebound(binding: Binding, change: Change) -> Binding:
    """The binding with every reference in it replaced by `change(reference)`; itself if nothing changes."""
    match binding:
        case Ref():
            return change(binding)
        case _:
            held = held_of(binding)
            changed = _all(held, change)
            return binding if changed is held else with_held(binding, changed)


def _all(bindings: tuple[Binding, ...], change: Change) -> tuple[Binding, ...]:
    found = tuple(rebound(each, change) for each in bindings)
    return bindings if all(a is b for a, b in zip(found, bindings, strict=True)) else found


def _keyed(entries: tuple[tuple[str, Binding], ...], change: Change) -> tuple[tuple[str, Binding], ...]:
    values = tuple(value for _, value in entries)
    found = _all(values, change)
    return entries if found is values else tuple((k, v) for (k, _), v in zip(entries, found, strict=True))


def rebind(state: State, held: list[list[Binding]], change: Change) -> None:
    """Replace references in all that a state binds, and in the values `held` by expressions half evaluated."""
    for names in state.names.values():
        for name, binding in names.items():
            names[name] = rebound(binding, change)
    for values in held:
        values[:] = [rebound(value, change) for value in values]
    for storage, content in list(state.current.items()):
        if isinstance(content, Items):
            elements = _all(content.elements, change)
            if elements is not content.elements:
                state.current[storage] = Items(elements)
        elif isinstance(content, Entries):
            entries = _keyed(content.entries, change)
            if entries is not content.entries:
                state.current[storage] = Entries(entries, content.cls)
    _rebind_choices(state, change)


def _rebind_choices(state: State, change: Change) -> None:
    for storage, choice in list(state.choices.items()):
        a, b = change(choice.a), change(choice.b)
        if isinstance(a, Ref) and isinstance(b, Ref):
            state.choices[storage] = replace(choice, a=a, b=b)
        else:
            del state.choices[storage]
