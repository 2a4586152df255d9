"""One binding for what a name means behind the two branches of an `if`.

    if c: z = x        z.2 = if c: yield x
    else: z = -x           else: t = neg x; yield t

Displays are joined element by element, so that their elements keep their identity; functions become a choice, and what
they hold of one path only gets a name behind the `if`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from s2sad.frontend.choices import Sides, joined_type
from s2sad.frontend.chosen import call_if_assigned, call_of_one
from s2sad.frontend.held import are_of_one_form, held_of, with_held
from s2sad.frontend.loops import Loops
from s2sad.frontend.pools import differ_in_places, places, with_places
from s2sad.frontend.state import (
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
    are_alike,
    meets_itself,
    near,
    storages_of,
)
from s2sad.frontend.structure import RESULT
from s2sad.frontend.tuples import AT_RUN_TIME, differ_in_length, length_of_tuple, lengthened
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Const, Operand, Value, is_undefined, undefined
from s2sad.ir.types import NONE, Tuple, Unknown, assured

B = TypeVar("B", bound=Binding)


@dataclass
class Join:
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

    def narrowed(self, side: int, operand: Operand) -> Operand:
        """The operand with the type that it has on one side: what is not None there, if the condition asks for that."""
        outer = self.builders[side].outer
        asked = outer.definitions.get(self.condition) if outer is not None else None
        if asked is None or asked.callee not in (operator.is_, operator.is_not) or asked.args[1].type != NONE:
            return operand
        is_there = asked.args[0] is operand and side == (asked.callee is operator.is_)
        return Value("t", assured(operand.type)) if is_there else operand


class Joined(Loops):
    """The part of lowering that joins what two branches give a name."""

    def join_bindings(  # noqa: C901 - one case per kind of binding
        self, joined: Join, merged: State, name: str, a: Binding | None, b: Binding | None
    ) -> Binding | None:
        if isinstance(a, Pack) and isinstance(b, Pack) and len(a.elements) == len(b.elements) and a.cls is b.cls:
            parts = [
                x if x == y else self.join_bindings(joined, merged, name, x, y)
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
                return self._perhaps_missing(joined, merged, name, int(one is b), one)
        if isinstance(a, Const) and isinstance(b, Const) and type(a.value) is type(b.value) and a.value == b.value:
            return a
        if isinstance(a, Ref) and isinstance(b, Ref) and differ_in_places(a, b):
            pairs = {k: (a.path[k].key, b.path[k].key) for k in places(a)}
            return with_places(a, {k: self.phi(joined, f"{name}_at", *keys) for k, keys in pairs.items()})
        storages = (_storage(a), _storage(b))
        if storages != (None, None) and storages in joined.storages and _is_root(a) and _is_root(b):
            return Ref(joined.storages[storages])
        display = self._joined_new_display(joined, merged, name, a, b)
        if display is not None:
            return display
        read = [self._read_in(joined, side, each, name) for side, each in enumerate((a, b))]
        value = self.phi(joined, name, *read)
        binding = self.bind_joined(merged, value, name)
        sides_reach = any(
            each is not None and any(storages_of(each, s)) for s, each in zip(joined.states, (a, b), strict=True)
        )
        if isinstance(binding, Value) and isinstance(binding.type, Unknown | Tuple) and sides_reach:
            binding = self._in(merged, lambda: self.bind_reference(value, name))  # a number, or an array of the program
        if isinstance(binding, Ref) and sides_reach:
            if _is_root(a) and _is_root(b):
                joined.storages[storages] = binding.storage
            self._share_sides(joined, merged, binding.storage, (a, b))
            self._follow(joined, merged, name, binding.storage, (a, b))
        return binding

    def _follow(
        self, joined: Join, merged: State, name: str, storage: Storage, bindings: tuple[Binding | None, Binding | None]
    ) -> None:
        """Note which of two arrays a name is, if that can be said behind the `if`."""

        def carry_out(side: int, operand: Operand, otherwise: Operand | None = None) -> Operand:
            pair = [otherwise or undefined() for _ in range(2)]
            pair[side] = operand
            return self.phi(joined, "t" if otherwise else name, *pair)

        sides = Sides(joined.outer, joined.states, joined.builders, partial(carry_out, otherwise=Const(False)))
        choice = sides.choice(joined.condition, bindings)
        if choice is None:
            return
        merged.choices[storage] = choice
        for made, (side, ref) in sides.made.items():
            merged.current[made] = carry_out(side, self._read_in(joined, side, ref, name))
            joined.hidden.setdefault(storage, set()).add(made)
        for made, inner in sides.choices.items():
            merged.choices[made] = inner
            for each in (inner.a, inner.b):
                made.visible |= any(other.visible for other in near(each, merged))
                for other in near(each, merged):
                    merged.add_overlap(made, other)

    def _joined_function(self, joined: Join, merged: State, name: str, a: Binding, b: Binding) -> Binding:
        """One function for those of two paths."""
        if are_of_one_form(a, b):
            held = (
                x if x == y else self.join_bindings(joined, merged, name, x, y)
                for x, y in zip(held_of(a), held_of(b), strict=True)
            )
            one: Binding = with_held(a, tuple(each for each in held if each is not None))
            return one
        functions = [self._carried_out(joined, merged, name, side, f) for side, f in enumerate((a, b))]
        return Holding(call_of_one, held=(joined.condition, *functions))

    def _carried_out(self, joined: Join, merged: State, name: str, side: int, binding: Binding) -> Binding:
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
        found = self.join_bindings(joined, merged, name, *sides)
        assert found is not None
        return found

    def _perhaps_missing(self, joined: Join, merged: State, name: str, side: int, function: Binding) -> Binding:
        """A function that a name means behind one path only: a call of it asks which path was taken."""
        carried = self._carried_out(joined, merged, name, side, function)
        if isinstance(carried, Iteration | Poison):
            return carried
        return Holding(partial(call_if_assigned, name, bool(side)), held=(joined.condition, carried))

    def _is_made_in(self, joined: Join, side: int, binding: Binding) -> bool:
        if isinstance(binding, Ref):
            keys = [step.key for step in binding.path if isinstance(step.key, Value)]
            return binding.storage not in joined.outer.current or any(self._is_made_in(joined, side, k) for k in keys)
        return any(binding is result for op in joined.builders[side].ops for result in op.results)

    def _joined_new_display(
        self, joined: Join, merged: State, name: str, a: Binding | None, b: Binding | None
    ) -> Ref | None:
        """Two displays with the same keys that the branches made, as one; None of anything else."""
        if not isinstance(a, Ref) or not isinstance(b, Ref) or a.path or b.path:
            return None
        if a.storage in joined.outer.current or b.storage in joined.outer.current:
            return None
        contents = [state.current[ref.storage] for state, ref in zip(joined.states, (a, b), strict=True)]
        if not are_alike(*contents) or a.storage.like is not b.storage.like:
            return None
        storage = replace(a.storage, apart=set(), resized=[])
        joined.storages[a.storage, b.storage] = storage
        joined.sides[storage] = (a.storage, b.storage)
        merged.current[storage] = self.joined_display(joined, merged, name, *contents)
        return Ref(storage)

    def joined_display(self, joined: Join, merged: State, name: str, a: Any, b: Any) -> Items | Entries:
        """Two displays with the same keys, element by element."""
        if isinstance(a, Items):
            pairs = zip(a.elements, b.elements, strict=True)
            return Items(tuple(self._joined_element(joined, merged, name, x, y) for x, y in pairs))
        entries = []
        for (key, x), (_, y) in zip(a.entries, b.entries, strict=True):
            called = f"{name}_{key}" if isinstance(key, str) and key.isidentifier() else name
            entries.append((key, self._joined_element(joined, merged, called, x, y)))
        return Entries(tuple(entries), a.cls)

    def _joined_element(self, joined: Join, merged: State, name: str, x: Binding, y: Binding) -> Binding:
        element = x if x == y else self.join_bindings(joined, merged, name, x, y)
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
        self, joined: Join, merged: State, name: str, a: Binding | None, b: Binding | None
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
        value = self.phi(joined, name, *values)
        made = self.made_like(self._in(merged, lambda: self.bind_reference(value, name)), tuple)
        self._share_sides(joined, merged, made.storage, tuple(lists))
        return made

    def _share_sides(self, joined: Join, merged: State, made: Storage, sides: tuple[Binding | None, ...]) -> None:
        """What is joined may share memory with whatever either side reaches."""
        for state, side in zip(joined.states, sides, strict=True):
            if side is not None:
                made.visible |= any(behind.visible for behind in storages_of(side, state))
                made.repeated |= meets_itself(side, state)
                made.read_only |= isinstance(side, Ref) and side.storage.read_only
                for behind in near(side, state):
                    merged.add_overlap(made, behind)
        joined.sides[made] = (_storage(sides[0]), _storage(sides[1]))

    def _read_in(self, joined: Join, side: int, binding: Binding | None, name: str) -> Operand:
        if binding is None:
            return undefined()
        self.state, self.builder = joined.states[side], joined.builders[side]
        return self.as_value(binding, name)

    def phi(self, joined: Join, name: str, a: Operand, b: Operand) -> Operand:
        if a is b:
            return a
        joined.yields[0].append(a)
        joined.yields[1].append(b)
        result = Value(name, joined_type(*map(joined.narrowed, (0, 1), (a, b))))
        is_result = name.strip() == RESULT.strip()  # read only behind a `return`, which has given it a value
        if not is_result and any(is_undefined(o) or o in self.perhaps_unbound for o in (a, b)):
            self.perhaps_unbound.add(result)
        joined.results.append(result)
        self.of_joins.add(result)
        return result


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
