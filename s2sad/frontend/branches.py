"""Joins what the two branches of an `if` leave behind.

    if c: z = x        z.2 = if c: yield x
    else: z = -x           else: t = neg x; yield t

Names that mean the same storage on both sides keep it, in a joined version; two storages become a third that may be
either, and writing to it is refused while one of them has another live name. Displays are joined element by element,
so that their elements keep their identity; those that are not alike become values before anything is joined.
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import KeysAtRunTime
from s2sad.frontend.joined import Join, Joined
from s2sad.frontend.state import (
    ITERATED,
    Binding,
    Entries,
    Items,
    Ref,
    State,
    Storage,
    are_alike,
    is_poisoned,
    near,
    storages_of,
)
from s2sad.frontend.structure import RESULT
from s2sad.ir.ops import Const, If, Operand
from s2sad.ir.types import Record


class Branches(Joined):
    """The part of lowering that handles `if`."""

    def branch(self, condition: Operand, then: Any, orelse: Any, live: frozenset[str]) -> None:
        """Lower `if condition: then() else: orelse()` and join what is `live` afterwards."""
        if isinstance(condition, Const):
            (then if condition.value else orelse)()
            return
        self.refuse_folding()
        outer_state, outer = self.state, self.builder
        span = self.span
        states, builders = [], []
        for part in (then, orelse):
            self.state, self.builder = outer_state.copy(), outer.nested()
            with self.holding():
                part()
            states.append(self.state)
            builders.append(self.builder)
        joined = Join(condition, outer_state, (states[0], states[1]), (builders[0], builders[1]))
        merged = outer_state.copy()
        for storage, choice in outer_state.choices.items():
            if any(state.choices.get(storage) != choice for state in states):
                del merged.choices[storage]
        self._settle_unlike(joined)
        self._join_names(joined, merged, live)
        self._join_storages(joined, merged)
        self._join_overlaps(joined, merged)
        self.state, self.builder, self.span = merged, outer, span
        then_region = builders[0].region(*joined.yields[0])
        else_region = builders[1].region(*joined.yields[1])
        if joined.results or then_region.ops or else_region.ops:
            outer.add(If(tuple(joined.results), condition, then_region, else_region, span))
        for storage in joined.sides:
            if merged.overlaps.get(storage):
                self.settle_display(storage)

    def _settle_unlike(self, joined: Join) -> None:
        """Displays that got other keys on one side become values on both: names of their elements, parts of them."""
        unlike = True
        while unlike:
            unlike = False
            for storage, before in joined.outer.current.items():
                contents = [state.current.get(storage, before) for state in joined.states]
                if contents[0] is contents[1] or any(map(is_poisoned, contents)) or are_alike(*contents):
                    continue
                for state, builder, content in zip(joined.states, joined.builders, contents, strict=True):
                    if isinstance(content, Items | Entries):
                        unlike = True
                        self.state, self.builder = state, builder
                        with self.holding():
                            self.settle_display(storage)

    def _join_names(self, joined: Join, merged: State, live: frozenset[str]) -> None:
        for frame in dict.fromkeys([*joined.states[0].names, *joined.states[1].names]):
            a, b = (s.names.get(frame, {}) for s in joined.states)
            names: dict[str, Binding] = {}
            current = frame is self.frames[-1]
            for name in dict.fromkeys([*a, *b]):
                if a.get(name) == b.get(name):
                    names[name] = a[name]
                elif not current or name in live or name == RESULT or name.startswith(ITERATED):
                    found = self.join_bindings(joined, merged, name.strip() or "result", a.get(name), b.get(name))
                    if found is not None:
                        names[name] = found
            merged.names[frame] = names

    def _join_storages(self, joined: Join, merged: State) -> None:
        for storage, before in joined.outer.current.items():
            a, b = (s.current.get(storage, before) for s in joined.states)
            if a is b:
                merged.current[storage] = a
                continue
            poisoned = next(filter(is_poisoned, (a, b)), None)
            if poisoned is not None:
                merged.current[storage] = poisoned
                continue
            if isinstance(a, Items | Entries):
                merged.current[storage] = self.joined_display(joined, merged, storage.label, a, b)
                continue
            operands = []
            for side in (0, 1):
                self.state, self.builder = joined.states[side], joined.builders[side]
                operands.append(self.read(Ref(storage)))
            if storage.made is not None and operands[0].type != operands[1].type and _is_record(operands):
                raise KeysAtRunTime(storage.made, self.span)
            merged.current[storage] = self.phi(joined, storage.label, operands[0], operands[1])
        for state in joined.states:
            for storage, content in state.current.items():
                merged.current.setdefault(storage, content)

    def _join_overlaps(self, joined: Join, merged: State) -> None:
        for state in joined.states:
            for storage, others in state.overlaps.items():
                for other in others:
                    merged.add_overlap(storage, other)
        for a, behind_a in joined.sides.items():
            for b, behind_b in joined.sides.items():
                displays = isinstance(merged.current[a], Items | Entries) or isinstance(
                    merged.current[b], Items | Entries
                )
                if a is not b and any(map(_is_one if displays else _may_share, joined.states, behind_a, behind_b)):
                    for one in {a} | joined.hidden.get(a, set()):
                        merged.add_overlap(one, b)

    def leave_if(self, condition: Operand, leaving: Any) -> None:
        """What a loop does before it leaves by its exit: done only if `condition` holds."""
        self.branch(condition, leaving, lambda: None, self.frames[-1].live_out)


def _is_record(operands: list[Operand]) -> bool:
    """Whether two versions of a dict have different keys."""
    keys = [[k for k, _ in o.type.fields] for o in operands if isinstance(o.type, Record)]
    return len(keys) == 2 and keys[0] != keys[1]


def _is_one(state: State, a: Storage | None, b: Storage | None) -> bool:
    """Whether a display and something else are one container; what is in the display has storages of its own."""
    return a is not None and a is b


def _may_share(state: State, a: Storage | None, b: Storage | None) -> bool:
    return a is not None and b is not None and not near(Ref(a), state).isdisjoint(storages_of(Ref(b), state))
