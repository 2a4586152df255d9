"""Whether a function that is called by reference finds what it was lowered with: around it, and outside.

path = []
def walk(i):
    path.append(i)
    walk(i - 1)         finds another `path` than the first call: it is passed, though nobody sees that afterwards
    path.pop()
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from s2sad.errors import AliasingError
from s2sad.frontend.reached import Reached
from s2sad.frontend.specialisations import Specialisation, SurroundingChanges
from s2sad.frontend.state import Binding, FunctionValue, Ref, State, Storage, is_keyed, storages_of
from s2sad.frontend.surroundings import Surrounding, are_still

if TYPE_CHECKING:
    from s2sad.frontend.recursion import Recursion


def versions_outside(low: Recursion, given: Iterable[Binding]) -> dict[Storage, Any]:
    """The current versions of what is from outside, and of what functions hold that are passed."""
    found = {storage: low.state.current.get(storage, first) for storage, first in low.outer_contents.items()}
    held = (storage for each in given for storage in storages_of(each, low.state))
    return {**found, **{storage: low.state.current.get(storage) for storage in held}}


def finds_same(
    low: Recursion,
    function: FunctionValue,
    known: Specialisation,
    around: tuple[Surrounding, ...],
    given: Iterable[Binding],
) -> bool:
    """Whether a call finds around it, and outside, what a function was lowered with, or is being lowered with.

    Raises:
        SurroundingChanges: it has changed something itself before it calls itself again.
        AliasingError: this cannot be passed.
    """
    before, now = {**low.outer_contents, **known.outside}, versions_outside(low, given)
    is_found = all(before.get(each) is content for each, content in now.items()) and are_still(known.around, around)
    if is_found or known.region is not None:
        return is_found
    _ask_for_changed(low, function, known, around, now)
    return True


def _ask_for_changed(
    low: Recursion,
    function: FunctionValue,
    known: Specialisation,
    around: tuple[Surrounding, ...],
    outside: dict[Storage, Any],
) -> None:
    contents = (pair for each in known.around for pair in each.contents)
    was = Reached(State(current={**low.outer_contents, **known.outside, **dict(contents)}), low.builder)
    reached = Reached(low.state, low.builder)
    now = {(each.frame, each.name): each.binding for each in around}
    for each in known.around:
        found = now.get((each.frame, each.name))
        if found is not None and was.by(each.binding) == reached.by(found):
            continue
        if isinstance(each.binding, Ref) or is_keyed(each.binding):
            raise SurroundingChanges(function.source.tree, (each.frame.source.tree, each.name))
        raise _cannot_pass(low, function, f"`{each.name}` of the function around it")
    for storage, content in outside.items():
        if was.by(Ref(storage)) != reached.by(content):
            raise _cannot_pass(low, function, low.called(storage))


def _cannot_pass(low: Recursion, function: FunctionValue, what: str) -> AliasingError:
    return AliasingError(
        f"The recursive function `{function.source.name}` is called while {what} is changed",
        low.span,
        "Pass it as an argument.",
    )
