"""Joins what the two branches of an `if` leave behind.

    if c: z = x        z.2 = if c: yield x
    else: z = -x           else: t = neg x; yield t

Names that mean the same storage on both sides keep it, in a joined version; two storages become a third that may be
either, and writing to it is refused while one of them has another live name. Displays are joined element by element,
so that their elements keep their identity; those that are not alike become values before anything is joined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from s2sad.errors import KeysAtRunTime
from s2sad.frontend.choices import as_choice
from s2sad.frontend.chosen import call_of_one
from s2sad.frontend.held import are_of_one_form, held_of, with_held
from s2sad.frontend.loops import Loops
from s2sad.frontend.pools import differ_in_places, places, with_places
from s2sad.frontend.state import (
    ITERATED,
    Binding,
    BoundMethod,
    Entries,
    FunctionValue,
    Holding,
    Items,
    Iteration,
    Pack,
    Poison,
    Ref,
    Special,
    State,
    Storage,
    holds_twice,
    is_poisoned,
    near,
    storages_of,
)
from s2sad.frontend.structure import RESULT
from s2sad.frontend.tuples import AT_RUN_TIME, differ_in_length, length_of_tuple, lengthened
from s2sad.ir.builder import Builder
from s2sad.ir.joins import join
from s2sad.ir.ops import Const, If, Operand, Value, is_undefined, undefined
from s2sad.ir.types import Record, Static, Type, Unknown, scalar_of

B = TypeVar("B", bound=Binding)


@dataclass
class _Join:
    """The phis of one `if`, being collected."""

    condition: Operand
    outer: State
    states: tuple[State, State]
    builders: tuple[Builder, Builder]
    yields: tuple[list[Operand], list[Operand]] = field(default_factory=lambda: ([], []))
    results: list[Value] = field(default_factory=list)
    storages: dict[tuple[Storage | None, Storage | None], Storage] = field(default_factory=dict)
    sides: dict[Storage, tuple[Storage | None, Storage | None]] = field(default_factory=dict)
    hidden: dict[Storage, set[Storage]] = field(default_factory=dict)


class Branches(Loops):
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
        joined = _Join(condition, outer_state, (states[0], states[1]), (builders[0], builders[1]))
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

    def _settle_unlike(self, joined: _Join) -> None:
        """Displays that got other keys on one side become values on both: names of their elements, parts of them."""
        unlike = True
        while unlike:
            unlike = False
            for storage, before in joined.outer.current.items():
                contents = [state.current.get(storage, before) for state in joined.states]
                if contents[0] is contents[1] or any(map(is_poisoned, contents)) or _are_alike(*contents):
                    continue
                for state, builder, content in zip(joined.states, joined.builders, contents, strict=True):
                    if isinstance(content, Items | Entries):
                        unlike = True
                        self.state, self.builder = state, builder
                        with self.holding():
                            self.settle_display(storage)

    def _join_names(self, joined: _Join, merged: State, live: frozenset[str]) -> None:
        for frame in dict.fromkeys([*joined.states[0].names, *joined.states[1].names]):
            a, b = (s.names.get(frame, {}) for s in joined.states)
            names: dict[str, Binding] = {}
            current = frame is self.frames[-1]
            for name in dict.fromkeys([*a, *b]):
                if a.get(name) == b.get(name):
                    names[name] = a[name]
                elif not current or name in live or name == RESULT or name.startswith(ITERATED):
                    found = self._join_bindings(joined, merged, name.strip() or "result", a.get(name), b.get(name))
                    if found is not None:
                        names[name] = found
            merged.names[frame] = names

    def _join_bindings(  # noqa: C901 - one case per kind of binding
        self, joined: _Join, merged: State, name: str, a: Binding | None, b: Binding | None
    ) -> Binding | None:
        if isinstance(a, Pack) and isinstance(b, Pack) and len(a.elements) == len(b.elements) and a.cls is b.cls:
            parts = [
                x if x == y else self._join_bindings(joined, merged, name, x, y)
                for x, y in zip(a.elements, b.elements, strict=True)
            ]
            return Pack(tuple(p for p in parts if p is not None), a.cls)
        if a is not None and b is not None and _is_function(a) and _is_function(b) and not _is_same(a, b):
            return self._joined_function(joined, merged, name, a, b)
        tuples = self._joined_tuples(joined, merged, name, a, b)
        if tuples is not None:
            return tuples
        for one, other in ((a, b), (b, a)):
            if isinstance(one, FunctionValue | BoundMethod | Special | Iteration | Poison):
                reason = f"`{name}` is not the same function on every path"
                if other is not None or isinstance(one, Poison):
                    return one if isinstance(one, Poison) else Poison(reason)
                return self._carried_out(joined, merged, name, int(one is b), one)
        if isinstance(a, Const) and isinstance(b, Const) and type(a.value) is type(b.value) and a.value == b.value:
            return a
        if isinstance(a, Ref) and isinstance(b, Ref) and differ_in_places(a, b):
            pairs = {k: (a.path[k].key, b.path[k].key) for k in places(a)}
            return with_places(a, {k: self._phi(joined, f"{name}_at", *keys) for k, keys in pairs.items()})
        storages = (_storage(a), _storage(b))
        if storages != (None, None) and storages in joined.storages and _is_root(a) and _is_root(b):
            return Ref(joined.storages[storages])
        display = self._joined_new_display(joined, merged, name, a, b)
        if display is not None:
            return display
        read = [self._read_in(joined, side, each, name) for side, each in enumerate((a, b))]
        value = self._phi(joined, name, *read)
        binding = self.bind_joined(merged, value, name)
        if isinstance(binding, Value) and isinstance(binding.type, Unknown) and storages != (None, None):
            binding = self._in(merged, lambda: self.bind_reference(value, name))  # a number, or an array of the program
        if isinstance(binding, Ref) and storages != (None, None):
            if _is_root(a) and _is_root(b):
                joined.storages[storages] = binding.storage
            self._share_sides(joined, merged, binding.storage, (a, b))
            choice = as_choice(joined.condition, (a, b), joined.outer, joined.states, joined.builders)
            if choice is not None:
                merged.choices[binding.storage] = choice
                for k, side in enumerate((choice.a, choice.b)):
                    if side.storage not in merged.current:
                        sides: list[Operand] = [undefined(), undefined()]
                        sides[k] = read[k]
                        merged.current[side.storage] = self._phi(joined, name, *sides)
                        joined.hidden.setdefault(binding.storage, set()).add(side.storage)
        return binding

    def _joined_function(self, joined: _Join, merged: State, name: str, a: Binding, b: Binding) -> Binding:
        """One function for those of two paths."""
        if are_of_one_form(a, b):
            held = (
                x if x == y else self._join_bindings(joined, merged, name, x, y)
                for x, y in zip(held_of(a), held_of(b), strict=True)
            )
            one: Binding = with_held(a, tuple(each for each in held if each is not None))
            return one
        functions = [self._carried_out(joined, merged, name, side, f) for side, f in enumerate((a, b))]
        return Holding(call_of_one, held=(joined.condition, *functions))

    def _carried_out(self, joined: _Join, merged: State, name: str, side: int, binding: Binding) -> Binding:
        """What a function of one path holds that only this path has gets a name behind the `if`."""
        if isinstance(binding, Special) and not isinstance(binding, Holding):
            known_before = any(binding is each for names in joined.outer.names.values() for each in names.values())
            return binding if known_before else Poison(f"`{name}` is made on one path only")
        if isinstance(binding, FunctionValue | BoundMethod | Holding | Iteration | Pack):
            held = [self._carried_out(joined, merged, name, side, each) for each in held_of(binding)]
            poisoned = next((each for each in held if isinstance(each, Poison)), None)
            carried: Binding = poisoned or with_held(binding, tuple(held))
            return carried
        if isinstance(binding, Const) or not self._is_made_in(joined, side, binding):
            return binding
        sides: list[Binding | None] = [None, None]
        sides[side] = binding
        found = self._join_bindings(joined, merged, name, *sides)
        assert found is not None
        return found

    def _is_made_in(self, joined: _Join, side: int, binding: Binding) -> bool:
        if isinstance(binding, Ref):
            keys = [step.key for step in binding.path if isinstance(step.key, Value)]
            return binding.storage not in joined.outer.current or any(self._is_made_in(joined, side, k) for k in keys)
        return any(binding is result for op in joined.builders[side].ops for result in op.results)

    def _joined_new_display(
        self, joined: _Join, merged: State, name: str, a: Binding | None, b: Binding | None
    ) -> Ref | None:
        """Two displays with the same keys that the branches made, as one; None of anything else."""
        if not isinstance(a, Ref) or not isinstance(b, Ref) or a.path or b.path:
            return None
        if a.storage in joined.outer.current or b.storage in joined.outer.current:
            return None
        contents = [state.current[ref.storage] for state, ref in zip(joined.states, (a, b), strict=True)]
        if not _are_alike(*contents) or a.storage.like is not b.storage.like:
            return None
        storage = replace(a.storage, apart=set(), resized=[])
        joined.storages[a.storage, b.storage] = storage
        joined.sides[storage] = (a.storage, b.storage)
        merged.current[storage] = self._joined_display(joined, merged, name, *contents)
        return Ref(storage)

    def _joined_display(self, joined: _Join, merged: State, name: str, a: Any, b: Any) -> Items | Entries:
        """Two displays with the same keys, element by element."""
        if isinstance(a, Items):
            pairs = zip(a.elements, b.elements, strict=True)
            return Items(tuple(self._joined_element(joined, merged, name, x, y) for x, y in pairs))
        entries = []
        for (key, x), (_, y) in zip(a.entries, b.entries, strict=True):
            called = f"{name}_{key}" if isinstance(key, str) and key.isidentifier() else name
            entries.append((key, self._joined_element(joined, merged, called, x, y)))
        return Entries(tuple(entries), a.cls)

    def _joined_element(self, joined: _Join, merged: State, name: str, x: Binding, y: Binding) -> Binding:
        element = x if x == y else self._join_bindings(joined, merged, name, x, y)
        assert element is not None
        return element

    def bind_joined(self, merged: State, value: Operand, name: str) -> Binding:
        """Bind a joined value in the state after the branches."""
        return self._in(merged, lambda: self.bind_value(value, name))

    def _in(self, state: State, bind: Callable[[], B]) -> B:
        outer, self.state = self.state, state
        try:
            return bind()
        finally:
            self.state = outer

    def _joined_tuples(
        self, joined: _Join, merged: State, name: str, a: Binding | None, b: Binding | None
    ) -> Ref | None:
        """Two tuples of different lengths, as a list that nobody changes; None of constants and of other things."""
        if a is None or b is None or all(isinstance(each, Const) for each in (a, b)):
            return None
        sides = list(zip(joined.states, joined.builders, (a, b), strict=True))
        lengths, values = [], []
        for self.state, self.builder, each in sides:
            lengths.append(length_of_tuple(self, each))
        if not differ_in_length(*lengths) or (name == "result" and AT_RUN_TIME not in lengths):
            return None
        lists = []
        for self.state, self.builder, each in sides:
            lists.append(lengthened(self, each, name))
            values.append(self.read(lists[-1], name))
        value = self._phi(joined, name, *values)
        made = self.made_like(self._in(merged, lambda: self.bind_reference(value, name)), tuple)
        self._share_sides(joined, merged, made.storage, tuple(lists))
        return made

    def _share_sides(self, joined: _Join, merged: State, made: Storage, sides: tuple[Binding | None, ...]) -> None:
        """What is joined may share memory with whatever either side reaches."""
        for state, side in zip(joined.states, sides, strict=True):
            if isinstance(side, Ref):
                made.visible |= any(behind.visible for behind in storages_of(side, state))
                made.repeated |= holds_twice(side, state)
                made.read_only |= side.storage.read_only
                for behind in near(side, state):
                    merged.add_overlap(made, behind)
        joined.sides[made] = (_storage(sides[0]), _storage(sides[1]))

    def _read_in(self, joined: _Join, side: int, binding: Binding | None, name: str) -> Operand:
        if binding is None:
            return undefined()
        self.state, self.builder = joined.states[side], joined.builders[side]
        return self.as_value(binding, name)

    def _phi(self, joined: _Join, name: str, a: Operand, b: Operand) -> Operand:
        if a is b:
            return a
        joined.yields[0].append(a)
        joined.yields[1].append(b)
        result = Value(name, _joined_type(a, b))
        if any(is_undefined(o) or o in self.perhaps_unbound for o in (a, b)):
            self.perhaps_unbound.add(result)
        joined.results.append(result)
        self.of_joins.add(result)
        return result

    def _join_storages(self, joined: _Join, merged: State) -> None:
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
                merged.current[storage] = self._joined_display(joined, merged, storage.label, a, b)
                continue
            operands = []
            for side in (0, 1):
                self.state, self.builder = joined.states[side], joined.builders[side]
                operands.append(self.read(Ref(storage)))
            if storage.made is not None and operands[0].type != operands[1].type and _is_record(operands):
                raise KeysAtRunTime(storage.made, self.span)
            merged.current[storage] = self._phi(joined, storage.label, operands[0], operands[1])
        for state in joined.states:
            for storage, content in state.current.items():
                merged.current.setdefault(storage, content)

    def _join_overlaps(self, joined: _Join, merged: State) -> None:
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


def _are_alike(a: Any, b: Any) -> bool:
    """Whether two contents are displays with the same keys."""
    if isinstance(a, Items) and isinstance(b, Items):
        return len(a.elements) == len(b.elements)
    if isinstance(a, Entries) and isinstance(b, Entries) and a.cls is b.cls:
        keys = [[(type(key), key) for key, _ in content.entries] for content in (a, b)]
        return keys[0] == keys[1]
    return False


def _is_record(operands: list[Operand]) -> bool:
    """Whether two versions of a dict have different keys."""
    keys = [[k for k, _ in o.type.fields] for o in operands if isinstance(o.type, Record)]
    return len(keys) == 2 and keys[0] != keys[1]


def _is_one(state: State, a: Storage | None, b: Storage | None) -> bool:
    """Whether a display and something else are one container; what is in the display has storages of its own."""
    return a is not None and a is b


def _may_share(state: State, a: Storage | None, b: Storage | None) -> bool:
    return a is not None and b is not None and not near(Ref(a), state).isdisjoint(storages_of(Ref(b), state))


def _is_function(binding: Binding | None) -> bool:
    if isinstance(binding, Const):
        return callable(binding.value) and not is_undefined(binding)
    return isinstance(binding, FunctionValue | BoundMethod | Special)


def _is_same(a: Binding | None, b: Binding | None) -> bool:
    return a is b or (isinstance(a, Const) and isinstance(b, Const) and a.value is b.value)


def _storage(binding: Binding | None) -> Storage | None:
    return binding.storage if isinstance(binding, Ref) else None


def _is_root(binding: Binding | None) -> bool:
    return isinstance(binding, Ref) and not binding.path


def _joined_type(a: Operand, b: Operand) -> Type:
    if is_undefined(a) or is_undefined(b):
        return b.type if is_undefined(a) else a.type
    return join(_plain(a.type), _plain(b.type))


def _plain(kind: Type) -> Type:
    if isinstance(kind, Static):
        return scalar_of(kind.value) or kind
    return kind
