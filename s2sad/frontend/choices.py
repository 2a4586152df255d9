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
from s2sad.frontend.state import Binding, Choice, Ref, State, Storage
from s2sad.ir.builder import Builder
from s2sad.ir.joins import join
from s2sad.ir.ops import Const, If, Operand, Value
from s2sad.ir.types import Array, Type


def as_choice(
    condition: Operand,
    sides: tuple[Binding | None, Binding | None],
    outer: State,
    ends: tuple[State, State],
    builders: tuple[Builder, Builder],
) -> Choice | None:
    """The choice between what two branches leave a name to be: arrays from before, or one that only a branch has."""
    a, b = (_array(side, state) for side, state in zip(sides, ends, strict=True))
    if a is None or b is None or a == b or all(side.storage not in outer.current for side in (a, b)):
        return None
    first, second = (_seen_from_outside(outer, *each) for each in zip((a, b), ends, builders, strict=True))
    return None if first is None or second is None else Choice(condition, first, second)


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


def _seen_from_outside(outer: State, side: Ref, end: State, builder: Builder) -> Ref | None:
    """An array from before the branches itself, a new one under a name of its own; None if it may be something else."""
    if side.storage in outer.current:
        made = {result for op in builder.ops for result in op.results}
        return None if any(key in made for step in side.path for key in (step.key, *step.arguments)) else side
    return None if side.path or end.overlaps.get(side.storage) else Ref(Storage(side.storage.label))


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
            low.state.current[chosen] = _read_again(low, chosen, choice)
            refresh(low, chosen)


def _read_again(low: Any, chosen: Storage, choice: Choice) -> Operand:
    if choice.condition in low.decided:
        found: Operand = low.read(choice.a if low.decided[choice.condition] else choice.b)
        return found
    state: State = low.state
    outer: Builder = low.builder
    regions, values = [], []
    for side in (choice.a, choice.b):
        low.state, low.builder = state.copy(), outer.nested()
        value = low.read(side)
        values.append(value)
        regions.append(low.builder.region(value))
    low.state, low.builder = state, outer
    result = Value(chosen.label, join(values[0].type, values[1].type))
    outer.add(If((result,), choice.condition, regions[0], regions[1], low.span))
    return result
