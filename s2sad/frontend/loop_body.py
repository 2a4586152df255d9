"""One lowering of a loop's body: its regions, what it yields, and what the plan learns from it.

z = z + x[i]        t.0 = getitem x, i; z.1 = add z.0, t.0; yield z.1
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.carried import Head, Plan, carried_type, owner_of
from s2sad.frontend.held import held_of
from s2sad.frontend.iterating import changed_list
from s2sad.frontend.pools import has_place, places, places_of, whole_array
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    Poison,
    Ref,
    Special,
    State,
    Storage,
    are_alike,
    elements_of,
    is_keyed,
    storages_of,
)
from s2sad.frontend.tuples import differ_in_length, is_long_tuple, length_of_tuple, lengthened
from s2sad.ir.builder import Builder
from s2sad.ir.joins import join
from s2sad.ir.ops import Const, Operand, Region, Source, Value, is_undefined, undefined
from s2sad.ir.types import Map, Never, Record, Unknown, is_numeric

if TYPE_CHECKING:
    from s2sad.frontend.displays import Displays


@dataclass
class Body:
    """A loop's body as functions to be lowered: up to the exit, the exit's own statements, and the rest.

    Attributes:
        bind_targets: give the loop's targets the elements of a run.
        names: what the body assigns and is read later.
        before: the statements up to the exit.
        condition: whether the loop is left.
        leave: the statements of the exit, done if the condition holds.
        after: the statements behind the exit.
        collect: the value of a run that is put into a list.
        iterated: what the loop runs over that can change meanwhile.
        has_first: whether there is a first run, which may be lowered by itself.
        in_each_run: names that each run assigns, if nothing leaves the loop.
    """

    bind_targets: Callable[[list[Value]], None]
    names: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    condition: Callable[[], Operand] | None = None
    leave: Callable[[Operand], None] = lambda condition: None
    after: Callable[[], None] = lambda: None
    collect: Callable[[], Operand] | None = None
    iterated: Callable[[], Iterable[Ref]] = tuple
    has_first: bool = False
    in_each_run: Collection[str] = ()


class KindChanges(Exception):
    """A run makes an array of a number: the first one is lowered by itself, and the loop has the others."""


class Attempt:
    """One lowering of a loop's body under the assumptions of the plan."""

    def __init__(self, lowering: Displays, plan: Plan, body: Body, sources: list[Source]) -> None:
        self.low = lowering
        self.plan = plan
        self.body = body
        self.sources = sources
        self.head = Head(lowering, plan, body.names)
        self.functions: dict[str, Binding] = {}
        self.selected: dict[Any, Binding | None] = {}

    def lower(self) -> None:
        """Make the head, then the regions; what is new to the plan is learned by it."""
        outer = self.low.builder
        self.low.builder = outer.nested()
        self.head.bind()
        self.sizes = {ref.storage: len(ref.storage.resized) for ref in self.body.iterated()}
        for op in self.low.builder.ops:
            outer.add(op)
        if not self.plan.changed:  # else the arrays go into a pool first
            self._regions(outer)
        self.low.builder = outer

    def _regions(self, outer: Builder) -> None:
        low, body = self.low, self.body
        low.builder = first = outer.nested()
        self.head.selection.set_up()
        body.bind_targets([s.target for s in self.sources])
        self.before: Region | None = None
        exits: list[Operand] = []
        if body.condition is not None:
            body.before()
            condition = body.condition()
            going_on = low.state.copy()
            body.leave(condition)
            self.exit_state = low.state
            exits = self._yields(low.state)
            self.before = first.region(condition, *exits)
            low.state = going_on
            low.builder = outer.nested()
        body.after()
        collected = (body.collect(),) if body.collect else ()
        self._find_written(low.state)
        yields = self._yields(low.state)
        self._find_written(low.state)  # a new array may have got a place in the pool
        self._check_rows(low.state)
        self.after = low.builder.region(*yields, *collected)
        self.exits = exits
        self.collected = collected

    def _find_written(self, end: State) -> None:
        states = [end] if self.before is None else [end, self.exit_state]
        for state in states:
            for storage, content in self.head.outer.current.items():
                now = state.current.get(storage, content)
                if has_place(now):
                    continue
                if storage not in self.plan.storages and now is not self.head.state.current.get(storage):
                    self.plan.storages[storage] = None
                    self.plan.changed = True
            self._find_shared(state)
            self._find_detached(state)

    def _find_detached(self, end: State) -> None:
        """Names of elements of a container that the body has replaced, or of arrays that it put into one."""
        for frame, names in self.head.state.names.items():
            for name, binding in names.items():
                if frame is self.head.frame and name in self.body.names:
                    continue
                self._compare_held(binding, end.names[frame].get(name))

    def _compare_held(self, binding: Binding, last: Binding | None) -> None:
        """What a name is before and after a run, or what a tuple or a function that it means holds."""
        if isinstance(binding, Ref) and last != binding:
            if isinstance(last, Ref) and last.storage.is_pool and not binding.path:
                self.plan.learn_pooled(binding.storage)
            else:
                self.plan.learn(self.plan.detached if binding.path else self.plan.pinned, binding.storage)
        for each, other in zip(held_of(binding), held_of(last), strict=False):
            self._compare_held(each, other)

    def _find_shared(self, end: State) -> None:
        """Outer storages that share memory after a run, such as a list and an array that is appended to it."""
        for storage in self.head.outer.current:
            known = self.head.state.overlaps.get(storage, frozenset())
            for other in end.overlaps.get(storage, frozenset()) - known:
                if other in self.head.outer.current:
                    self.plan.learn(self.plan.overlaps, frozenset((storage, other)))

    def _check_rows(self, end: State) -> None:
        for ref in self.body.iterated():
            head = self.head.state.current.get(ref.storage)
            if not isinstance(head, Items | Entries) and end.current.get(ref.storage) is not head:
                if isinstance(self.low.read(ref).type, Record | Map):
                    continue
                if len(ref.path) in ref.storage.resized[self.sizes.get(ref.storage, 0) :]:
                    raise changed_list(self.low.span)
                if not self.plan.by_index:
                    self.plan.by_index = self.plan.changed = True
        for storage, value in self.low.rows.items():
            if end.current.get(storage) is not value and not self.plan.by_index:
                self.plan.by_index = True
                self.plan.changed = True

    def _yields(self, state: State) -> list[Operand]:
        names = state.names[self.head.frame]
        found: dict[Any, Operand] = {}
        ends: dict[Any, set[Storage]] = {}
        for name in self.body.names:
            self._leaf_yields(name, (name,), self.head.bound.get(name), names.get(name), found, ends)
        for storage, display in self.head.displays.items():
            self._display_yields(storage, display, state.current[storage], found, ends)
        if self.selected:
            found.update(self.head.selection.yields(self.selected))
            self.selected = {}
        self._storage_yields(state, found)
        self._end_overlaps(ends, state)
        result = []
        for key, leaf in self.head.leaves.items():
            operand = found.get(key, undefined())
            kind = leaf.type if is_undefined(operand) else join(leaf.type, carried_type(operand.type, leaf.type))
            if self.body.has_first and isinstance(kind, Unknown) and is_numeric(leaf.type) and is_numeric(operand.type):
                raise KindChanges
            if kind != leaf.type:
                self.plan.types[key] = kind
                self.plan.changed = True
            result.append(operand)
        return result

    def _storage_yields(self, state: State, found: dict[Any, Operand]) -> None:
        for storage in self.plan.storages:
            content = state.current[storage]
            if storage in self.head.displays:
                continue
            if isinstance(content, Items | Entries):
                if self.plan.keeps(storage, state) and storage not in self.head.leaves:
                    continue  # from the next attempt on
                self.low.settle_display(storage)
            found[storage] = self.low.read(Ref(storage))

    def _display_yields(
        self, storage: Storage, head: Any, end: Any, found: dict[Any, Operand], ends: dict[Any, set[Storage]]
    ) -> None:
        if not are_alike(head, end):
            self.plan.learn(self.plan.settled, storage)
            return
        for k, (a, b) in enumerate(zip(elements_of(head), elements_of(end), strict=True)):
            self._leaf_yields(storage.label, (storage, k), a, b, found, ends)

    def _leaf_yields(
        self,
        name: str,
        key: Any,
        head: Binding | None,
        end: Binding | None,
        found: dict[Any, Operand],
        ends: dict[Any, set[Storage]],
    ) -> None:
        if isinstance(head, Pack) and isinstance(end, Pack) and len(head.elements) == len(end.elements):
            for k, (a, b) in enumerate(zip(head.elements, end.elements, strict=True)):
                self._leaf_yields(name, (*key, k), a, b, found, ends)
            return
        if end is None or (end == head and not isinstance(end, Value | Ref)):
            return
        if head is None:
            self._first_assigned(key, end)
            return
        if key in self.head.selection.names:
            self.selected[key] = end
            return
        if differ_in_length(*(length_of_tuple(self.low, each) for each in (head, end))):
            if not is_long_tuple(head):
                self.plan.learn_length(key)
                return
            end = lengthened(self.low, end, name)
        if isinstance(head, Const | Ref) and key not in self.head.leaves:
            self._learn_change(name, key, head, end, found)
            return
        if isinstance(head, Pack) and key in self.plan.packs:
            self.plan.learn_value(key)
            return
        self._refuse_other_kinds(name, head, end)
        self._reach(key, head, end, ends)
        found[key] = self.low.read(end, name)

    def _reach(self, key: Any, head: Binding, end: Binding, ends: dict[Any, set[Storage]]) -> None:
        """Note what memory a carried value has at the end of a run."""
        if isinstance(end, Pack):
            ends[key] = set(storages_of(end, self.low.state))
        if isinstance(end, Ref):
            self.low.settle_display(end.storage)
            ends[key] = {end.storage}
            if isinstance(head, Value):  # a number at first, then an array
                self.plan.learn(self.plan.references, key)

    def _refuse_other_kinds(self, name: str, head: Binding, end: Binding) -> None:
        """Refuse what cannot be a carried value, or is a tuple at one end only."""
        if isinstance(head, Pack | FunctionValue | BoundMethod | Special | Iteration | Poison) or isinstance(
            end, FunctionValue | BoundMethod | Special | Iteration
        ):
            raise UnsupportedSyntaxError(
                f"`{name}` is a different kind of thing after each run of the loop",
                self.low.span,
                "Keep numbers and arrays in variables that change in a loop, and what grows in a list.",
                if_carried=True,
            )
        if isinstance(head, Ref) and isinstance(end, Ref) and is_long_tuple(head) != is_long_tuple(end):
            if self.body.has_first:
                raise KindChanges
            raise UnsupportedSyntaxError(
                f"`{name}` is a tuple before a run of the loop or after it, and something else at the other end",
                self.low.span,
                "Keep it a list, or a tuple.",
                if_carried=True,
            )

    def _place_yields(self, name: str, key: Any, head: Ref, end: Binding) -> dict[Any, Operand]:
        """The indices of a name of a place; none before arrays from outside of the loop that it takes have places."""
        if head.storage.is_pool and self.plan.learn_pooled(whole_array(end, self.head.outer)):
            return {}
        indices = places_of(self.low, name, head, end, self.head.outer.current)
        return {(*key, "at", k): index for k, index in indices.items()}

    def _learn_change(self, name: str, key: Any, head: Const | Ref, end: Binding, found: dict[Any, Operand]) -> None:
        """A name that was not carried must be if the body gives it something else; of places, the indices are."""
        if isinstance(head, Ref) and any((*key, "at", k) in self.head.leaves for k in places(head)):
            found.update(self._place_yields(name, key, head, end))
        elif isinstance(head, Ref):
            if end != head:
                self.plan.learn(self.plan.rebound, owner_of(key))
        elif not isinstance(end, Const) or head.value is not end.value:
            self.plan.learn(self.plan.values, key)

    def _first_assigned(self, key: Any, end: Binding) -> None:
        if isinstance(end, FunctionValue | BoundMethod | Special) and len(key) == 1:
            self.functions[key[0]] = end
        if isinstance(end, FunctionValue | BoundMethod | Special | Iteration | Poison):
            return
        if key in self.plan.lengthening and length_of_tuple(self.low, end) is not None:
            end = lengthened(self.low, end, key[0])
        if isinstance(end, Pack) and not is_keyed(end) and self._first_pack(key, end):
            return
        operand = self.low.read(end)
        self.plan.types[key] = carried_type(operand.type, Never())
        if isinstance(end, Pack) and any(storages_of(end, self.low.state)):
            self.plan.references.add(key)
        if isinstance(end, Ref):
            self.plan.references.add(key)
            if is_long_tuple(end):
                self.plan.tuples.add(key)
        self.plan.changed = True

    def _first_pack(self, key: Any, end: Pack) -> bool:
        """Carry a tuple element by element, if it is one in all runs."""
        if key not in self.plan.packs:
            self.plan.learn_pack(key, end)
        if self.plan.packs[key] is None:
            return False
        for k, element in enumerate(end.elements):
            if (*key, k) not in self.plan.types:
                self._first_assigned((*key, k), element)
        return True

    def _end_overlaps(self, ends: dict[Any, set[Storage]], state: State) -> None:
        """Which leaves may share memory at the head of the next run, given what they refer to at its end."""
        carried = {k: leaf.storage for k, leaf in self.head.leaves.items() if leaf.storage is not None}
        ends = {key: reached for key, reached in ends.items() if key in carried}
        for key, reached in ends.items():
            around = reached.union(*(state.overlaps.get(storage, frozenset()) for storage in reached))
            if any(s.visible for s in around) and not carried[key].visible:
                self.plan.learn(self.plan.visible, key)
            if any(storage.repeated for storage in reached) and not carried[key].repeated:
                self.plan.learn(self.plan.repeated, key)
            for outer in around & set(self.head.outer.current):
                self._learn_overlap(key, outer)
            for other_key, others in ends.items():
                shared = others & around
                if other_key != key and any(not self._carried_apart(a, b) for a in reached for b in shared):
                    self._learn_overlap(key, other_key)

    def _carried_apart(self, a: Storage, b: Storage) -> bool:
        return a is not b and b not in self.low.state.overlaps.get(a, frozenset())

    def _learn_overlap(self, a: Any, b: Any) -> None:
        if a is not b and a != b:
            known = {self.head.storage_at(a), self.head.storage_at(b)}
            first, second = self.head.storage_at(a), self.head.storage_at(b)
            if len(known) == 2 and second not in self.low.state.overlaps.get(first, frozenset()):
                self.plan.learn(self.plan.overlaps, frozenset((a, b)))
