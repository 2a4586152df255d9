"""What the result of a recursive function may be, or share memory with: its parameters, and what is around it.

def last(u, n): return u if n == 0 else y[n:]      shares: u; outside: the storage of y
t = last(x, 2); t[0] = 1.0                         may write to x and to y
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from s2sad.frontend.state import Binding, Ref, State, Storage, storages_of

if TYPE_CHECKING:
    from s2sad.frontend.recursion import Recursion
    from s2sad.frontend.specialisations import Specialisation


def note_shared(
    low: Recursion, made: Specialisation, returned: Binding, bindings: dict[str, Binding], outer: State
) -> None:
    """Note what the result may share, where the body has been lowered; `outer` is what was around it before."""
    reached = {s for r in storages_of(returned, low.state) for s in (r, *low.state.overlaps.get(r, ()))}
    made.shares |= {p for p, b in bindings.items() if not reached.isdisjoint(storages_of(b, low.state))}
    from_outside = {s for binding in low.outer_bindings.values() for s in storages_of(binding, outer)}
    made.shares_outside |= reached & (outer.current.keys() | from_outside)
    made.shares_outside |= _moved_to(reached, low.state, outer)
    kept = {each.label: each for each in reached if each.is_kept}
    known = {each.label for each in made.shares_outside if each.is_kept}
    made.shares_outside |= {kept[label] for label in kept.keys() - known}


def share_result(low: Recursion, called: Specialisation, result: Ref, bound: dict[str, Binding]) -> None:
    """Note what the result of a call may share."""
    for parameter in called.shares & bound.keys():
        low.share(result.storage, bound[parameter])
    for storage in called.shares_outside:
        low.share(result.storage, Ref(storage))


def _moved_to(reached: Iterable[Storage], state: State, outer: State) -> set[Storage]:
    """What is around the function and has become, inside it, a part of something that can be reached."""
    found: set[Storage] = set()
    for frame, names in outer.names.items():
        for name, binding in names.items():
            before = set(storages_of(binding, outer))
            now = set(storages_of(state.names.get(frame, names).get(name, binding), state))
            if not (now - before).isdisjoint(reached):
                found |= before - now
    return found
