"""Arguments of recursive functions that these may also read as variables of the functions around them.

def go(u, n): u[0] = y[0] + 1; ...; go(u, n - 1)
go(y, 3)                                `go` changes `u`, and reads what `y` was before: refused
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from s2sad.errors import AliasingError
from s2sad.frontend.references import read_outside
from s2sad.frontend.state import Binding, Entries, Items, storages_of
from s2sad.frontend.surroundings import Surrounding

if TYPE_CHECKING:
    from s2sad.frontend.recursion import Recursion


def settle_read_arguments(low: Recursion, given: Iterable[Binding], around: tuple[Surrounding, ...]) -> bool:
    """Make displays that are passed one value if they may be read around the function, too; whether there are any.

    Its elements by themselves would not show that the list that is passed is read.
    """
    passed = dict.fromkeys(storage for argument in given for storage in storages_of(argument, low.state))
    read = {storage for each in around for storage in storages_of(each.binding, low.state)} - set(low.pinned)
    displays = [each for each in passed if each in read and isinstance(low.state.current[each], Items | Entries)]
    for each in displays:
        low.settle_display(each)
    return bool(displays)


def refuse_read_arguments(low: Recursion) -> None:
    """Refuse a function that changes an argument which it also reads as a variable of the function around it."""
    if any(each.region is None for each in low.specialisations.values()):
        return  # once all are lowered
    changing = [each for each in low.specialisations.values() if each.changed]
    outside = read_outside(low.specialisations.values()) if changing else {}
    for each in changing:
        if not each.changed.isdisjoint(outside[each.name]):
            raise AliasingError(
                f"The recursive function `{each.name}` changes an argument in place that it may also read as a "
                "variable of the function around it",
                low.span,
                "Let it read the argument, or pass a copy.",
            )
