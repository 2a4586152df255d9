"""Names of one of two arrays: which one is known only at run time, and a write goes to that one.

w = u if c else v         w is a choice between u and v
w[0] = 1.0                if c: u[0] = 1.0
                          else: v[0] = 1.0
u[1] = 2.0                w is read again: u if c else v
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s2sad.analysis.inference import container_item
from s2sad.frontend.rebinding import rebind, rebound
from s2sad.frontend.state import Binding, Choice, Ref, State, Storage, storages_of
from s2sad.ir.builder import Builder
from s2sad.ir.joins import join
from s2sad.ir.ops import Const, If, Operand, Value, is_undefined
from s2sad.ir.types import Array, Static, Type, scalar_of


class Sides:
    """What the two branches of an `if` leave names to be, as choices that hold behind it.

    Attributes:
        carry_out: what makes a condition of one branch one that is false behind the other.
        made: storages that stand behind the `if` for what only one branch has: which branch, and what it is there.
        choices: those of them that are choices themselves.
    """

    def __init__(
        self,
        outer: State,
        ends: tuple[State, State],
        builders: tuple[Builder, Builder],
        carry_out: Callable[[int, Operand], Operand],
    ) -> None:
        self.outer = outer
        self.ends = ends
        self.builders = builders
        self.carry_out = carry_out
        self.made: dict[Storage, tuple[int, Ref]] = {}
        self.choices: dict[Storage, Choice] = {}

    def choice(self, condition: Operand, sides: tuple[Binding | None, Binding | None]) -> Choice | None:
        """The choice between what a name is in two branches: arrays from before, or one that only a branch has."""
        a, b = (_array(side, state) for side, state in zip(sides, self.ends, strict=True))
        if a is None or b is None or a == b or all(side.storage not in self.outer.current for side in (a, b)):
            return None
        first, second = self._from_outside(0, a), self._from_outside(1, b)
        return None if first is None or second is None else Choice(condition, first, second)

    def _from_outside(self, k: int, side: Ref) -> Ref | None:
        """An array from before the branches itself, a new one under a name of its own; None if it may be another."""
        if side.storage in self.outer.current:
            keys = [key for step in side.path for key in (step.key, *step.arguments)]
            return None if any(self._is_made(k, key) for key in keys) else side
        inner = self.ends[k].choices.get(side.storage)
        if inner is not None and not side.path:
            a, b = self._from_outside(k, inner.a), self._from_outside(k, inner.b)
            if a is None or b is None:
                return None
            made = self._new(k, side)
            is_made = self._is_made(k, inner.condition)
            self.choices[made] = Choice(self.carry_out(k, inner.condition) if is_made else inner.condition, a, b)
            return Ref(made)
        return Ref(self._new(k, side)) if self._is_alone(k, side) else None

    def _is_alone(self, k: int, side: Ref) -> bool:
        """Whether nothing else shares the memory of a new array, or of a part of one that has no name."""
        found: list[Ref] = []

        def seen(each: Ref) -> Binding:
            found.append(each)
            return each

        if side.path:
            rebind(self.ends[k], [], seen)
        return not self.ends[k].overlaps.get(side.storage) and all(
            each == side for each in found if each.storage is side.storage
        )

    def _new(self, k: int, side: Ref) -> Storage:
        made = Storage(side.storage.label)
        self.made[made] = (k, side)
        return made

    def _is_made(self, k: int, key: Operand) -> bool:
        return any(key is result for op in self.builders[k].ops for result in op.results)


def _array(binding: Binding | None, state: State) -> Ref | None:
    """An array, a view of one, or an element of a container."""
    if not isinstance(binding, Ref):
        return None
    content = state.current[binding.storage]
    kind: Type | None = content.type if isinstance(content, Value) else None
    for step in binding.path:
        if kind is None or isinstance(kind, Array):
            break
        is_element = step.kind == "item" and isinstance(step.key, Const)
        kind = container_item(kind, step.key.value) if is_element else None
    return binding if isinstance(kind, Array) else None


def is_followed(state: State, storage: Storage, other: Storage) -> bool:
    """Whether `other` is read again after a write to `storage`, since it is a choice of it."""
    choice = state.choices.get(other)
    return choice is not None and any(
        storage is side.storage or is_followed(state, storage, side.storage) for side in (choice.a, choice.b)
    )


def stands_for(state: State, storage: Storage, other: Storage) -> bool:
    """Whether a storage is `other`, or a choice of it."""
    choice = state.choices.get(storage)
    return storage is other or (
        choice is not None and any(stands_for(state, side.storage, other) for side in (choice.a, choice.b))
    )


def has_no_other_names(low: Any, chosen: Storage) -> bool:
    """Whether nothing but the choice itself reaches the arrays that it is one of: which one it is does not matter."""
    if low.selecting or low.pooling:  # loops carry which of the arrays it is
        return False
    state: State = low.state
    others: set[Storage] = set()
    sides = [chosen]
    while sides:
        side = sides.pop()
        others |= {side, *state.overlaps.get(side, ())}
        choice = state.choices.get(side)
        if choice is not None:
            sides += [each.storage for each in (choice.a, choice.b) if each.storage not in others]
            others |= {choice.a.storage, choice.b.storage}
    others.discard(chosen)
    if any(low.is_visible(each) or each.is_pool for each in (chosen, *others)):
        return False
    reached: set[Storage] = set()

    def seen(each: Ref) -> Binding:
        reached.update(storages_of(each, state))
        return each

    for values in (*(names.values() for names in state.names.values()), *low.held):
        for binding in values:
            rebound(binding, seen)
    return not any(stands_for(state, each, other) for each in reached - {chosen} for other in others)


def write_chosen(low: Any, choice: Choice, ref: Ref, write: Callable[[Ref], None]) -> None:
    """Write to whichever array a choice stands for."""

    def to(side: Ref, is_true: bool) -> Callable[[], None]:
        def part() -> None:
            outer, low.decided = low.decided, {**low.decided, choice.condition: is_true}
            write(Ref(side.storage, side.path + ref.path))
            low.decided = outer

        return part

    names = frozenset(name for each in low.state.names.values() for name in each)
    low.branch(choice.condition, to(choice.a, True), to(choice.b, False), names)


def refresh(low: Any, storage: Storage) -> None:
    """After a write to an array: read again what may be the same array."""
    for chosen, choice in list(low.state.choices.items()):
        if storage is choice.a.storage or storage is choice.b.storage:
            low.state.current[chosen] = read_again(low, chosen, choice)
            refresh(low, chosen)


def read_again(low: Any, chosen: Storage, choice: Choice) -> Operand:
    """The array that a choice is now."""
    if choice.condition in low.decided:
        found: Operand = low.read(choice.a if low.decided[choice.condition] else choice.b)
        return found
    state: State = low.state
    outer: Builder = low.builder
    regions, values = [], []
    for side in (choice.a, choice.b):
        low.state, low.builder = state.copy(), outer.nested()
        inner = state.choices.get(side.storage)
        if inner is not None:  # what only one side is may not be there on the other
            low.state.current[side.storage] = read_again(low, side.storage, inner)
        value = low.read(side)
        values.append(value)
        regions.append(low.builder.region(value))
    low.state, low.builder = state, outer
    result = Value(chosen.label, join(values[0].type, values[1].type))
    outer.add(If((result,), choice.condition, regions[0], regions[1], low.span))
    return result


def joined_type(a: Operand, b: Operand) -> Type:
    """The type of what is one of two values."""
    if is_undefined(a) or is_undefined(b):
        return b.type if is_undefined(a) else a.type
    return join(_plain(a.type), _plain(b.type))


def _plain(kind: Type) -> Type:
    if isinstance(kind, Static):
        return scalar_of(kind.value) or kind
    return kind
