"""Which parts of which lists a list is made of: parts of one list that do not meet hold different elements.

xs[k:] + xs[:k]     xs from k on, xs up to k: nothing is in the list twice that was in xs once
xs + xs[:1]         all of xs, xs up to 1: the first element is in the list twice
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s2sad.analysis.inference import known
from s2sad.frontend.state import Binding, Entries, Items, Ref, Storage, holds_twice, near
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import Array, FixedList, List, Tuple, Type, children

if TYPE_CHECKING:
    from s2sad.frontend.lists import Lists
    from s2sad.frontend.storage import Storages

NOTHING = Const(None)


@dataclass(frozen=True)
class Cut:
    """Elements of a list: those from `start` to `stop` of a list with the content `source`, or the one at `start`.

    Attributes:
        reached: what the elements may be or hold, for the comparison with those of another list.
        owner: the list, None of what is not known to come from one.
    """

    reached: frozenset[Storage]
    owner: Storage | None = None
    source: Operand | None = None
    start: Operand = NOTHING
    stop: Operand = NOTHING
    is_element: bool = False


def may_hold(low: Storages, storage: Storage, binding: Binding) -> bool:
    """Whether a container may hold already what a binding reaches, and what could be changed in place."""
    return storage in near(binding, low.state) and can_change(low, low.as_value(binding).type)


def holds_references(low: Storages, owner: Ref) -> bool:
    """Whether the elements of a list are objects that can change in place, or hold some."""
    kind = low.read(owner).type
    return not isinstance(kind, List | FixedList) or any(can_change(low, child) for child in children(kind))


def can_change(low: Storages, kind: Type) -> bool:
    """Whether values of a type are objects that can change in place, or hold some: tuples of numbers are none."""
    if isinstance(kind, Tuple) or (isinstance(kind, List) and kind.cls is tuple):
        return any(can_change(low, child) for child in children(kind))
    return low.is_reference(kind)


def cuts_of(low: Lists, binding: Binding) -> tuple[Cut, ...]:
    """What the elements of a list are."""
    items = low.items_of(binding)
    if items is not None:
        return tuple(_element(low, each) for each in items if near(each, low.state))
    content = low.read(binding)
    is_empty = isinstance(content.type, FixedList) and not content.type.elements
    return () if is_empty else low.cuts.get(content) or (_cut(low, binding),)


def cuts_at(low: Lists, binding: Binding, index: Operand) -> tuple[Cut, ...]:
    """What the elements of `binding[index]` are, at a slice of a list that is a value."""
    start, stop, step = _bounds(low, index)
    if known(step) in (None, 1):
        return (_cut(low, binding, start, stop),)
    return cuts_of(low, binding)


def cuts_beside(low: Lists, binding: Binding, index: Operand) -> tuple[Cut, ...]:
    """What stays of a list where a slice of it gets other elements."""
    start, stop, step = _bounds(low, index)
    if known(step) not in (None, 1):
        return cuts_of(low, binding)
    first = () if known(start) is None else (_cut(low, binding, NOTHING, start),)
    return first if known(stop) is None else (*first, _cut(low, binding, stop))


def may_meet(first: Sequence[Cut], second: Sequence[Cut]) -> bool:
    """Whether an element of the one may be one of the other, too."""
    return any(_may_be_same(a, b) for a in first for b in second)


def repeats(low: Lists, binding: Binding) -> bool:
    """Whether a list may hold something twice."""
    if low.items_of(binding) is None:
        return holds_twice(binding, low.state)
    cuts = cuts_of(low, binding)
    return any(_may_be_same(a, b) for k, a in enumerate(cuts) for b in cuts[:k])


def _cut(low: Lists, binding: Binding, start: Operand = NOTHING, stop: Operand = NOTHING) -> Cut:
    owner = binding.storage if isinstance(binding, Ref) else None
    return Cut(frozenset(near(binding, low.state)), owner, low.read(binding), start, stop)


def _element(low: Lists, element: Binding) -> Cut:
    reached = frozenset(near(element, low.state))
    if isinstance(element, Ref) and element.path and element.path[-1].kind == "item":
        content = low.read(Ref(element.storage, element.path[:-1]))
        if isinstance(content.type, List | FixedList):
            return Cut(reached, element.storage, content, element.path[-1].key, is_element=True)
    return Cut(reached)


def _bounds(low: Lists, index: Operand) -> tuple[Operand, Operand, Operand]:
    if isinstance(index, Const):
        return Const(index.value.start), Const(index.value.stop), Const(index.value.step)
    made = low.builder.definitions.get(index)
    if made is None or made.callee is not slice:
        return NOTHING, NOTHING, NOTHING
    start, stop, step = made.args
    return start, stop, step


def _may_be_same(a: Cut, b: Cut) -> bool:
    if a.owner is not None and a.source is b.source and (_ends_before(a, b) or _ends_before(b, a)):
        return a.owner.repeated
    return not a.reached.isdisjoint(b.reached)


def _ends_before(a: Cut, b: Cut) -> bool:
    """Whether one cut ends where the other begins, or before: `:k` and `k:` do not meet, whatever `k` is."""
    last, first = known(a.start if a.is_element else a.stop), known(b.start)
    if isinstance(last, int) and isinstance(first, int):
        return (last < 0) == (first < 0) and (last < first if a.is_element else last <= first)
    return not a.is_element and isinstance(a.stop, Value) and a.stop is b.start


def is_fixed(low: Storages, element: Binding) -> bool:
    """Whether an element of a display is a tuple of numbers, which nothing can change: it has no names to be kept."""
    if not isinstance(element, Ref) or isinstance(low.state.current[element.storage], Items | Entries):
        return False
    return not can_change(low, low.as_value(element).type)


def is_array(low: Storages, element: Binding) -> bool:
    """Whether an element of a display is an array."""
    if isinstance(element, Ref) and isinstance(low.state.current[element.storage], Items | Entries):
        return False
    return isinstance(element, Ref | Value) and isinstance(low.as_value(element).type, Array)
