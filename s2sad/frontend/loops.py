"""Lowers loops: what a run changes becomes carried values, found by lowering the body until nothing new appears.

    for i in range(n):      z.2 = for i in range(n) carry z.0 = 0.0:
        z = z + x[i]            t.0 = getitem x, i; z.1 = add z.0, t.0; yield z.1

Names are carried if they are assigned in the body and read later; storages if they are written in the body. Inside
the loop every carried array is a storage of its own; which of them may be the same memory is found by induction.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gast

from s2sad.analysis.inference import known
from s2sad.errors import AliasingError, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.calls import Calls
from s2sad.frontend.liveness import names_assigned
from s2sad.frontend.state import (
    ITERATED,
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
    Step,
    Storage,
)
from s2sad.frontend.structure import Exit
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Loop, Operand, Region, Source, Value, is_undefined, undefined
from s2sad.ir.types import (
    INT,
    UNKNOWN,
    Array,
    FixedList,
    List,
    Map,
    Never,
    Range,
    Record,
    Static,
    Tuple,
    Type,
    element_type,
    is_differentiable,
    join,
    scalar_of,
)
from s2sad.runtime.containers import counting

MAX_ATTEMPTS = 40
UNROLL = 8
MAX_UNROLL = 64


@dataclass(eq=False)
class Leaf:
    """One carried value: what it is at the head of the loop."""

    label: str
    init: Operand
    type: Type
    storage: Storage | None = None
    origin: Storage | None = None
    outer: Storage | None = None
    param: Value | None = None


@dataclass
class Plan:
    """What is known about a loop from earlier attempts at lowering its body.

    Attributes:
        types: type of a carried leaf at the head, by name and position.
        references: leaves that are references though they have no value before the loop.
        storages: outer storages that the body writes to.
        values: names whose constant changes, so that it must be carried as a value.
        detached: containers of which the body replaces elements, so that names of elements are no paths into them.
        rebound: names of arrays that the body gives another array; others are only written to.
        pinned: arrays that the body puts into a container of its own: they stay where they are.
        overlaps: pairs of leaves, or of a leaf and an outer storage, that may share memory.
        by_index: whether rows of iterated arrays are reached by index because somebody writes to them.
    """

    types: dict[Any, Type] = field(default_factory=dict)
    references: set[Any] = field(default_factory=set)
    storages: dict[Storage, None] = field(default_factory=dict)
    values: set[Any] = field(default_factory=set)
    detached: set[Storage] = field(default_factory=set)
    rebound: set[str] = field(default_factory=set)
    pinned: set[Storage] = field(default_factory=set)
    overlaps: set[frozenset[Any]] = field(default_factory=set)
    visible: set[Any] = field(default_factory=set)
    by_index: bool = False
    changed: bool = False

    def learn(self, collection: set[Any], item: Any) -> None:
        """Add to one of the sets; the loop must be lowered again if that is new."""
        if item not in collection:
            collection.add(item)
            self.changed = True


@dataclass
class Body:
    """A loop's body as functions to be lowered: up to the exit, the exit's own statements, and the rest."""

    bind_targets: Callable[[list[Value]], None]
    before: Callable[[], None]
    condition: Callable[[], Operand] | None
    leaving: Callable[[], None]
    after: Callable[[], None]
    names: list[str]
    collect: Callable[[], Operand] | None = None
    iterated: Callable[[], Iterable[Ref]] = tuple


def is_short_range(found: Any) -> bool:
    """Whether something is a range of few numbers."""
    return isinstance(found, range) and len(found) <= MAX_UNROLL


class Loops(Calls):
    """The part of lowering that handles loops."""

    def _For(self, node: Any) -> None:
        iterable = self.expression(node.iter)
        frame = self.frames[-1]
        hidden = f"{ITERATED}{len(self.frames)}.{id(node)}"
        self.state.names[frame][hidden] = iterable
        try:
            self._for(node, hidden)
        finally:
            self.state.names[frame].pop(hidden, None)

    def _for(self, node: Any, hidden: str) -> None:
        frame = self.frames[-1]

        def iterable() -> Binding:
            return self.state.names[frame][hidden]

        if self.must_unroll(iterable()) or self._leaves_few(node, iterable()):
            self._unroll(node, iterable)
        elif self.count_of(iterable()) is None:
            self._run_for(node, iterable)
        else:
            self.run_by_run_if_needed(lambda: self._run_for(node, iterable), lambda: self._unroll(node, iterable))

    def _leaves_few(self, node: Any, iterable: Binding) -> bool:
        """Whether a loop with an exit runs over a few elements that are differentiated."""
        if not any(isinstance(s, Exit) for s in node.body) or not self._all_known(iterable):
            return False
        if isinstance(iterable, Iteration):
            return any(self._leaves_few(node, part) for part in iterable.sequences)
        elements = self.known_elements(iterable)
        return len(elements) <= UNROLL and any(is_differentiable(e.type) for e in elements if isinstance(e, Value))

    def count_of(self, iterable: Binding) -> int | None:
        """How many elements a short iterable has, where that is known; None otherwise."""
        if not self._all_known(iterable) and not is_short_range(self._range_of(iterable)):
            return None
        try:
            count = len(self.unrolled_elements(iterable)) if not isinstance(iterable, Iteration) else 0
        except UnsupportedSyntaxError:
            return None
        return count if count <= MAX_UNROLL else None

    def _range_of(self, iterable: Binding) -> Any:
        if isinstance(iterable, Const):
            return iterable.value
        if not isinstance(iterable, Value):
            return None
        definition = self.builder.definitions.get(iterable)
        if not isinstance(definition, Call) or definition.callee is not range:
            return None
        parts = [a.value for a in definition.args if isinstance(a, Const)]
        return range(*parts) if len(parts) == len(definition.args) else None

    def run_by_run_if_needed(self, carried: Callable[[], Any], unrolled: Callable[[], Any]) -> Any:
        """Lower a loop; run by run if functions, or dicts with ever more keys, would have to be carried around it."""
        state, builder, depth = self.state.copy(), self.builder, len(self.frames)
        count, rows, by_index, pinned = len(builder.ops), self.rows, self.by_index, self.pinned
        held = [list(values) for values in self.held]
        try:
            return carried()
        except UnsupportedSyntaxError as error:
            if not error.if_carried:
                raise
            del self.frames[depth:]
            del builder.ops[count:]
            self.state, self.builder = state, builder
            self.rows, self.by_index, self.pinned = rows, by_index, pinned
            self.held = held
            return unrolled()

    def _run_for(self, node: Any, iterable: Callable[[], Binding]) -> None:
        frame = self.frames[-1]
        names = [n for n in names_assigned([node.target, *node.body]) if n in node.live_head]

        def bind(targets: list[Value]) -> None:
            self.assign(node.target, self.loop_element(iterable(), targets))

        body = self._loop_body(node, names, bind)
        body.iterated = lambda: references_of(iterable())
        self.run_loop(lambda by_index: self.sources(iterable(), node.target, by_index), body)
        frame.live_out = node.live_out

    def _While(self, node: Any) -> None:
        names = [n for n in names_assigned(node.body) if n in node.live_head]
        if not any(isinstance(s, Exit) for s in node.body):
            raise UnsupportedSyntaxError("This loop never ends", self.span, "Give it a `break`.")
        self.run_loop(lambda by_index: [], self._loop_body(node, names, lambda targets: None))
        self.frames[-1].live_out = node.live_out

    def _loop_body(self, node: Any, names: list[str], bind: Callable[[list[Value]], None]) -> Body:
        at = next((k for k, s in enumerate(node.body) if isinstance(s, Exit)), None)
        if at is None:
            return Body(bind, lambda: None, None, lambda: None, lambda: self.block(node.body), names)
        leave = node.body[at]

        def condition() -> Operand:
            self.frames[-1].live_out = leave.live_out
            return self.condition(self.expression(leave.test))

        return Body(
            bind,
            lambda: self.block(node.body[:at]),
            condition,
            lambda: self.block(leave.body),
            lambda: self.block(node.body[at + 1 :]),
            names,
        )

    # -- what a loop runs over ----------------------------------------------------------------------------------

    def has_known_length(self, binding: Binding) -> bool:
        """Whether the elements of a sequence can be listed when compiling."""
        if isinstance(binding, Pack):
            return True
        if isinstance(binding, Iteration):
            return self._all_known(binding)
        if isinstance(binding, Const):
            return isinstance(binding.value, tuple | list | str)
        if isinstance(binding, Ref):
            content = self.state.current[binding.storage]
            if isinstance(content, Items | Entries) and not binding.path:
                return isinstance(content, Items) or content.cls is None
            return isinstance(self.read(binding).type, Tuple | FixedList | Record)
        return False

    def must_unroll(self, iterable: Binding) -> bool:
        """Whether a loop runs over few things that are not of one kind of value."""
        if isinstance(iterable, Iteration):
            return any(self.must_unroll(p) for p in iterable.sequences) and self._all_known(iterable)
        if not self.has_known_length(iterable):
            return False
        elements = self.known_elements(iterable)
        in_rule = self.frames[-1].trusted and isinstance(iterable, Pack | Const)
        if (in_rule or any(not isinstance(e, Value | Const) for e in elements)) and len(elements) <= UNROLL:
            return True
        if any(isinstance(e, FunctionValue) or (isinstance(e, Const) and not scalar_of(e.value)) for e in elements):
            return True
        kinds = {self.read(e).type for e in elements}
        return len(kinds) > 1

    def _all_known(self, iterable: Binding) -> bool:
        if isinstance(iterable, Iteration):
            start = iterable.parts[1:] if iterable.kind == "enumerate" else ()
            return all(isinstance(s, Const) for s in start) and all(self._all_known(p) for p in iterable.sequences)
        return self.has_known_length(iterable)

    def unrolled_elements(self, iterable: Binding) -> list[Binding]:
        """The elements of an iterable that is unrolled."""
        if not isinstance(iterable, Iteration):
            found = self._range_of(iterable)
            return [Const(k) for k in found] if is_short_range(found) else self.known_elements(iterable)
        parts = [self.unrolled_elements(p) for p in iterable.sequences]
        if iterable.kind == "enumerate":
            first = iterable.parts[1].value if len(iterable.parts) > 1 else 0  # type: ignore[union-attr]
            return [Pack((Const(k), e)) for k, e in enumerate(parts[0], first)]
        if iterable.kind == "reversed":
            return parts[0][::-1]
        if iterable.kind == "generator":
            return parts[0]
        if iterable.kind == "map":
            return [self.call(iterable.parts[0], list(row), {}) for row in zip(*parts, strict=False)]
        return [Pack(row) for row in zip(*parts, strict=False)]

    def _unroll(self, node: Any, iterable: Callable[[], Binding], first: int = 0, count: int | None = None) -> None:
        """The runs of a loop from `first` on, one after the other; the elements are those of the moment."""
        view = _is_view_of_dict(node.iter)
        count = len(self.unrolled_elements(iterable())) if count is None else count
        at = next((k for k, s in enumerate(node.body) if isinstance(s, Exit)), None)
        for k in range(first, count):
            elements = self.unrolled_elements(self.expression(node.iter) if view else iterable())
            if len(elements) != count:
                raise _changed_list(self.span)
            self.assign(node.target, elements[k])
            self.block(node.body[:at])
            if at is not None:
                self._leave_or_go_on(node, at, lambda k=k: self._unroll(node, iterable, k + 1, count))  # type: ignore[misc]
                break
        self.frames[-1].live_out = node.live_out

    def _leave_or_go_on(self, node: Any, at: int, remaining: Callable[[], None]) -> None:
        """The exit of an unrolled loop: the remaining runs are the other branch."""
        leave = node.body[at]
        frame = self.frames[-1]
        frame.live_out = leave.live_out | node.live_head
        condition = self.condition(self.expression(leave.test))

        def go_on() -> None:
            self.block(node.body[at + 1 :])
            remaining()

        self.branch(condition, lambda: self.block(leave.body), go_on, node.live_out)

    def branch(self, condition: Operand, then: Any, orelse: Any, live: frozenset[str]) -> None:
        """Lower and join two branches: see `Branches`."""
        raise NotImplementedError

    def sources(self, iterable: Binding, target: Any, by_index: bool) -> list[Source]:
        """What the loop takes elements from; `by_index`: arrays and lists are reached by index."""
        label = target.id if isinstance(target, gast.Name) else "t"
        labels = [e.id if isinstance(e, gast.Name) else "t" for e in getattr(target, "elts", [])]
        return self._sources(iterable, label, labels, by_index)

    def _sources(self, iterable: Binding, label: str, labels: list[str], by_index: bool) -> list[Source]:
        if isinstance(iterable, Iteration) and iterable.kind == "generator":
            return self._sources(iterable.parts[0], label, labels, by_index)
        if isinstance(iterable, Iteration) and iterable.kind in ("zip", "map"):
            names = labels if iterable.kind == "zip" else [label]
            padded = [*names, *["t"] * len(iterable.parts)]
            pairs = zip(iterable.sequences, padded, strict=False)
            return [s for p, n in pairs for s in self._sources(p, n, [], by_index)]
        if isinstance(iterable, Iteration) and iterable.kind == "enumerate":
            counter, inner = [*labels, "i", "t"][:2] if labels else ("i", "t")
            sources = self._sources(iterable.parts[0], inner, [], by_index)
            if by_index:
                return [self._index_source(counter, sources[0].iterable)]
            start = self.read(iterable.parts[1]) if len(iterable.parts) > 1 else Const(0)
            return [Source(Value(counter, INT), self.builder.call(counting, start, type=Range())), *sources]
        if isinstance(iterable, Iteration) and by_index:
            last = self._minus_one(self.length(iterable.parts[0]))
            return [self._index_source("i", self.builder.call(range, last, Const(-1), Const(-1)))]
        if isinstance(iterable, Iteration):
            inner_value = self.read(iterable.parts[0])
            backwards = Const(slice(None, None, -1))
            return [self._source(self.builder.call(operator.getitem, inner_value, backwards), label)]
        operand = self.read(iterable)
        if by_index and not isinstance(operand.type, Range):
            length = self.length(iterable)
            return [self._index_source("i", self.builder.call(range, length))]
        return [self._source(operand, label)]

    def _index_source(self, label: str, iterable: Operand) -> Source:
        """The indices of what a loop runs over."""
        index = Value(label, INT)
        self.indices.add(index)
        return Source(index, iterable)

    def _minus_one(self, length: Operand) -> Operand:
        if isinstance(length, Const):
            return Const(length.value - 1)
        return self.builder.call(operator.sub, length, Const(1))

    def _source(self, operand: Operand, label: str) -> Source:
        if isinstance(operand, Const) and isinstance(operand.value, range | tuple | list):
            kinds = [scalar_of(v) or UNKNOWN for v in operand.value]
            kind: Type = Never()
            for k in kinds:
                kind = join(kind, k)
            return Source(Value(label, kind), operand)
        if isinstance(operand.type, Array) and operand.type.ndim == 0:
            raise UnsupportedSyntaxError("A 0-d array cannot be iterated", self.span)
        return Source(Value(label, element_type(operand.type)), operand)

    def loop_element(self, iterable: Binding, targets: list[Value]) -> Binding:
        """The binding of the current element, from the values that the sources give."""
        return self._element(iterable, list(targets))

    def _element(self, iterable: Binding, targets: list[Value]) -> Binding:
        if isinstance(iterable, Iteration) and iterable.kind == "generator":
            return self._element(iterable.parts[0], targets)
        if isinstance(iterable, Iteration) and iterable.kind in ("zip", "map"):
            row = [self._element(p, targets) for p in iterable.sequences]
            return Pack(tuple(row)) if iterable.kind == "zip" else self.call(iterable.parts[0], row, {})
        if isinstance(iterable, Iteration) and iterable.kind == "enumerate":
            counter: Operand = targets[0] if self.by_index else targets.pop(0)
            if self.by_index and len(iterable.parts) > 1:
                counter = self.builder.call(operator.add, counter, self.read(iterable.parts[1]))
            return Pack((counter, self._element(iterable.parts[0], targets)))
        value = targets.pop(0)
        if isinstance(iterable, Iteration):
            iterable = iterable.parts[0]
            if not self.by_index:
                return self.bind_value(value, value.name)
        if isinstance(iterable, Ref) and value in self.indices:
            return self._element_at(iterable, value)
        binding = self.bind_value(value, value.name)
        if isinstance(binding, Ref) and isinstance(iterable, Ref):
            self.rows[binding.storage] = value
            self.state.add_overlap(binding.storage, iterable.storage)
        return binding

    def _element_at(self, iterable: Ref, index: Value) -> Binding:
        """Element `index` of what is iterated: that of `x[1:]` is `x[1 + index]`."""
        last = iterable.path[-1] if iterable.path else None
        cut = known(last.key) if last is not None and last.kind == "item" else None
        start = 0 if isinstance(cut, slice) and cut.start is None else getattr(cut, "start", None)
        if not isinstance(cut, slice) or type(start) is not int or start < 0 or cut.step not in (None, 1):
            return self.step(iterable, Step("item", index))
        shifted = self.builder.call(operator.add, index, Const(start)) if start else index
        return self.step(Ref(iterable.storage, iterable.path[:-1]), Step("item", shifted))

    by_index = False

    # -- the loop itself ----------------------------------------------------------------------------------------

    def run_loop(self, make_sources: Callable[[bool], list[Source]], body: Body) -> Value | None:
        """Lower a loop; the value of `body.collect`, if given, is collected into a list, which is returned."""
        self.refuse_folding()
        plan = Plan()
        outer_state, outer_builder, frame = self.state, self.builder, self.frames[-1]
        outer_rows, outer_by_index, live = self.rows, self.by_index, frame.live_out
        outer_pinned, outer_enclosing = self.pinned, self.enclosing_rows
        for _ in range(MAX_ATTEMPTS):
            plan.changed = False
            self.state, self.builder = outer_state, outer_builder
            for storage in plan.storages:
                self.settle_display(storage)
            for storage in plan.detached:
                self.detach(Ref(storage))
            self.state, self.builder = outer_state.copy(), self._trial(outer_builder)
            self.rows, self.by_index = {}, plan.by_index
            self.enclosing_rows = outer_enclosing | outer_rows.keys()
            self.pinned = outer_pinned | plan.pinned
            attempt = _Attempt(self, plan, body, make_sources(plan.by_index))
            with self.holding():
                attempt.lower()
            frame.live_out = live
            if not plan.changed:
                break
        else:
            raise UnsupportedSyntaxError("The types of this loop's variables do not settle", self.span)
        for op in self.builder.ops:
            outer_builder.add(op)
        self.builder, self.state = outer_builder, outer_state
        self.rows, self.by_index, self.pinned = outer_rows, outer_by_index, outer_pinned
        self.enclosing_rows = outer_enclosing
        return attempt.finish()

    def _trial(self, outer: Builder) -> Builder:
        builder = outer.nested()
        builder.span = self.span
        return builder

    def leave_if(self, condition: Operand, leaving: Any) -> None:
        """What a loop does before it leaves by its exit: see `Branches`."""
        raise NotImplementedError

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def assign(self, target: Any, value: Binding) -> None:
        """Assign to a target: see `Statements`."""
        raise NotImplementedError


class _Attempt:
    """One lowering of a loop's body under the assumptions of the plan."""

    def __init__(self, lowering: Loops, plan: Plan, body: Body, sources: list[Source]) -> None:
        self.low = lowering
        self.plan = plan
        self.body = body
        self.sources = sources
        self.frame = lowering.frames[-1]
        self.outer = lowering.state.copy()
        self.outer_overlaps = dict(lowering.state.overlaps)
        self.leaves: dict[Any, Leaf] = {}
        self.head: dict[str, Binding] = {}

    # head

    def lower(self) -> None:
        low = self.low
        outer = low.builder
        names = low.state.names[self.frame]
        low.builder = outer.nested()
        for name in self.body.names:
            bound = self._head_binding(name, (name,), names.get(name))
            if bound is not None:
                names[name] = self.head[name] = bound
            else:
                names.pop(name, None)
        self._head_storages()
        self._head_overlaps()
        low.state.paths = {}
        self.head_state = low.state.copy()
        inits_builder = low.builder
        for op in inits_builder.ops:
            outer.add(op)
        self._regions(outer)
        low.builder = outer

    def _head_binding(self, name: str, key: Any, init: Binding | None) -> Binding | None:
        match init:
            case Pack():
                parts = [self._head_binding(name, (*key, k), e) for k, e in enumerate(init.elements)]
                return Pack(tuple(p for p in parts if p is not None), init.cls)
            case FunctionValue() | BoundMethod() | Special() | Iteration() | Poison():
                return init
            case Const() if scalar_of(init.value) is None and key not in self.plan.values:
                return init
            case Ref() if key[0] not in self.plan.rebound:
                return init
            case Ref():
                return self._reference_leaf(name, key, init)
            case None:
                if key not in self.plan.types:
                    return None
                if key in self.plan.references:
                    return self._new_leaf(name, key, undefined(), Storage(name), None)
                return self._new_leaf(name, key, undefined(), None, None)
            case _:
                assert isinstance(init, Value | Const)
                return self._new_leaf(name, key, init, None, None)

    def _reference_leaf(self, name: str, key: Any, init: Ref) -> Binding:
        content = self.low.state.current[init.storage]
        if isinstance(content, Items | Entries):
            self.low.settle_display(init.storage)
            init = self._as_ref(self.low.state.names[self.frame].get(name)) or init
        value = self.low.read(init, name)
        storage = Storage(name, key in self.plan.visible or self.low.is_visible(init.storage))
        return self._new_leaf(name, key, value, storage, init.storage)

    def _as_ref(self, binding: Binding | None) -> Ref | None:
        return binding if isinstance(binding, Ref) else None

    def _new_leaf(self, name: str, key: Any, init: Operand, storage: Storage | None, origin: Storage | None) -> Binding:
        known = self.plan.types.get(key)
        kind = known if known is not None else (Never() if is_undefined(init) else _carried_type(init.type))
        leaf = Leaf(name.strip() or "result", init, kind, storage, origin)
        leaf.param = Value(leaf.label, kind)
        self.leaves[key] = leaf
        if storage is not None:
            self.low.state.current[storage] = leaf.param
            return Ref(storage)
        return leaf.param

    def _head_storages(self) -> None:
        for storage in self.plan.storages:
            content = self.low.state.current[storage]
            assert not isinstance(content, Items | Entries)
            known = self.plan.types.get(storage)
            leaf = Leaf(storage.label, content, known if known is not None else content.type, storage, None, storage)
            leaf.param = Value(leaf.label, leaf.type)
            self.leaves[storage] = leaf
            self.low.state.current[storage] = leaf.param

    def _head_overlaps(self) -> None:
        state = self.low.state
        for leaf in self.leaves.values():
            if leaf.storage is not None and leaf.origin is not None:
                state.add_overlap(leaf.storage, leaf.origin)
                for other in state.overlaps.get(leaf.origin, frozenset()):
                    state.add_overlap(leaf.storage, other)
        carried = [leaf for leaf in self.leaves.values() if leaf.origin is not None and leaf.storage is not None]
        for a in carried:
            for b in carried:
                same = a.origin is b.origin or b.origin in self.outer_overlaps.get(a.origin, ())  # type: ignore[arg-type]
                if a is not b and same:
                    state.add_overlap(a.storage, b.storage)  # type: ignore[arg-type]
        for pair in self.plan.overlaps:
            a_key, b_key = pair if len(pair) == 2 else (*pair, *pair)
            state.add_overlap(self._storage_at(a_key), self._storage_at(b_key))

    def _storage_at(self, key: Any) -> Storage:
        if isinstance(key, Storage):
            return key
        storage = self.leaves[key].storage
        assert storage is not None
        return storage

    # body

    def _regions(self, outer: Builder) -> None:
        low, body = self.low, self.body
        low.builder = first = outer.nested()
        body.bind_targets([s.target for s in self.sources])
        self.before: Region | None = None
        exits: list[Operand] = []
        if body.condition is not None:
            body.before()
            condition = body.condition()
            going_on = low.state.copy()
            low.leave_if(condition, body.leaving)
            self.exit_state = low.state
            exits = self._yields(low.state)
            self.before = first.region(condition, *exits)
            low.state = going_on
            low.builder = outer.nested()
        body.after()
        collected = (body.collect(),) if body.collect else ()
        self._find_written(low.state)
        yields = self._yields(low.state)
        self._check_rows(low.state)
        self.after = low.builder.region(*yields, *collected)
        self.exits = exits
        self.collected = collected

    def _find_written(self, end: State) -> None:
        states = [end] if self.before is None else [end, self.exit_state]
        for state in states:
            for storage, content in self.outer.current.items():
                now = state.current.get(storage, content)
                if storage not in self.plan.storages and now is not self.head_state.current.get(storage):
                    self.plan.storages[storage] = None
                    self.plan.changed = True
            self._find_shared(state)
            self._find_detached(state)

    def _find_detached(self, end: State) -> None:
        """Names of elements of a container that the body has replaced, or of arrays that it put into one."""
        for frame, names in self.head_state.names.items():
            for name, binding in names.items():
                if frame is self.frame and name in self.body.names:
                    continue
                if isinstance(binding, Ref) and end.names[frame].get(name) != binding:
                    self.plan.learn(self.plan.detached if binding.path else self.plan.pinned, binding.storage)

    def _find_shared(self, end: State) -> None:
        """Outer storages that share memory after a run, such as a list and an array that is appended to it."""
        for storage in self.outer.current:
            known = self.head_state.overlaps.get(storage, frozenset())
            for other in end.overlaps.get(storage, frozenset()) - known:
                if other in self.outer.current:
                    self.plan.learn(self.plan.overlaps, frozenset((storage, other)))

    def _check_rows(self, end: State) -> None:
        for ref in self.body.iterated():
            head = self.head_state.current.get(ref.storage)
            if not isinstance(head, Items | Entries) and end.current.get(ref.storage) is not head:
                if isinstance(self.low.read(ref).type, Record | Map):
                    continue
                if isinstance(self.low.read(ref).type, List):
                    raise _changed_list(self.low.span)
                if not self.plan.by_index:
                    self.plan.by_index = self.plan.changed = True
        for storage, value in self.low.rows.items():
            if end.current.get(storage) is not value and not self.plan.by_index:
                self.plan.by_index = True
                self.plan.changed = True

    def _yields(self, state: State) -> list[Operand]:
        names = state.names[self.frame]
        found: dict[Any, Operand] = {}
        ends: dict[Any, Storage] = {}
        for name in self.body.names:
            self._leaf_yields(name, (name,), self.head.get(name), names.get(name), found, ends)
        for storage in self.plan.storages:
            content = state.current[storage]
            if isinstance(content, Items | Entries):
                self.low.settle_display(storage)
            found[storage] = self.low.read(Ref(storage))
        self._end_overlaps(ends, state)
        result = []
        for key, leaf in self.leaves.items():
            operand = found.get(key, undefined())
            kind = leaf.type if is_undefined(operand) else join(leaf.type, _carried_type(operand.type))
            if kind != leaf.type:
                self.plan.types[key] = kind
                self.plan.changed = True
            result.append(operand)
        return result

    def _leaf_yields(
        self,
        name: str,
        key: Any,
        head: Binding | None,
        end: Binding | None,
        found: dict[Any, Operand],
        ends: dict[Any, Storage],
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
        if isinstance(head, Const | Ref) and key not in self.leaves:
            self._learn_change(key, head, end)
            return
        if isinstance(head, Pack | FunctionValue | BoundMethod | Special | Iteration | Poison) or isinstance(
            end, FunctionValue | BoundMethod | Special | Iteration
        ):
            raise UnsupportedSyntaxError(
                f"`{name}` is a different kind of thing after each run of the loop",
                self.low.span,
                "Keep numbers and arrays in variables that change in a loop.",
            )
        if isinstance(end, Ref):
            self.low.settle_display(end.storage)
            ends[key] = end.storage
        found[key] = self.low.read(end, name)

    def _learn_change(self, key: Any, head: Const | Ref, end: Binding) -> None:
        """A name that was not carried must be if the body gives it something else."""
        if isinstance(head, Ref):
            if end != head:
                self.plan.learn(self.plan.rebound, key[0])
        elif not isinstance(end, Const) or head.value is not end.value:
            self.plan.learn(self.plan.values, key)

    def _first_assigned(self, key: Any, end: Binding) -> None:
        if isinstance(end, FunctionValue | BoundMethod | Special | Iteration | Poison):
            return
        operand = self.low.read(end)
        self.plan.types[key] = _carried_type(operand.type)
        if isinstance(end, Ref):
            self.plan.references.add(key)
        self.plan.changed = True

    def _end_overlaps(self, ends: dict[Any, Storage], state: State) -> None:
        """Which leaves may share memory at the head of the next run, given what they refer to at its end."""
        for key, storage in ends.items():
            leaf = self.leaves.get(key)
            if leaf is None or leaf.storage is None:
                continue
            around = {storage, *state.overlaps.get(storage, frozenset())}
            if any(s.visible for s in around) and not leaf.storage.visible:
                self.plan.learn(self.plan.visible, key)
            for outer in around & set(self.outer.current):
                self._learn_overlap(key, outer)
            for other_key, other in ends.items():
                if other_key != key and other in around and not self._carried_apart(storage, other):
                    self._learn_overlap(key, other_key)

    def _carried_apart(self, a: Storage, b: Storage) -> bool:
        return a is not b and b not in self.low.state.overlaps.get(a, frozenset())

    def _learn_overlap(self, a: Any, b: Any) -> None:
        if a is not b and a != b:
            known = {self._storage_at(a), self._storage_at(b)}
            first, second = self._storage_at(a), self._storage_at(b)
            if len(known) == 2 and second not in self.low.state.overlaps.get(first, frozenset()):
                self.plan.learn(self.plan.overlaps, frozenset((a, b)))

    # after the loop

    def finish(self) -> Value | None:
        """Add the loop and bind the results; the collected list, if there is one."""
        low = self.low
        state = low.state
        state.paths = {}
        for pair in self.plan.overlaps:
            outer = [each for each in pair if isinstance(each, Storage)]
            if len(outer) == 2:
                state.add_overlap(*outer)
        keys = list(self.leaves)
        results = []
        for k, key in enumerate(keys):
            leaf = self.leaves[key]
            kind = join(leaf.type, _carried_type(self.exits[k].type)) if self.exits else leaf.type
            results.append(Value(leaf.label, kind))
        lists = [Value("t", _list_of(c.type)) for c in self.collected]
        loop = Loop(
            (*results, *lists),
            tuple(self.sources),
            tuple(leaf.param for leaf in self.leaves.values() if leaf.param is not None),
            tuple(leaf.init for leaf in self.leaves.values()),
            self.before,
            self.after,
            low.span,
        )
        low.builder.add(loop)
        self._bind_results(dict(zip(keys, results, strict=True)), state)
        return lists[0] if lists else None

    def _bind_results(self, results: dict[Any, Value], state: State) -> None:
        names = state.names[self.frame]
        new_storages: dict[Any, Storage] = {}
        for key, leaf in self.leaves.items():
            if leaf.outer is not None:
                state.current[leaf.outer] = results[key]
            elif leaf.storage is not None:
                new = Storage(leaf.label, leaf.storage.visible)
                state.current[new] = results[key]
                new_storages[key] = new
        back = {leaf.storage: new_storages[key] for key, leaf in self.leaves.items() if key in new_storages}
        for old, new in back.items():
            for other in self.head_state.overlaps.get(old, frozenset()):  # type: ignore[arg-type]
                state.add_overlap(new, back.get(other, other))
        for name in self.body.names:
            head = self.head.get(name)
            if head is not None:
                names[name] = self._result_binding((name,), head, results, new_storages)
            else:
                names.pop(name, None)

    def _result_binding(
        self, key: Any, head: Binding, results: dict[Any, Value], storages: dict[Any, Storage]
    ) -> Binding:
        if isinstance(head, Pack):
            parts = [self._result_binding((*key, k), e, results, storages) for k, e in enumerate(head.elements)]
            return Pack(tuple(parts), head.cls)
        if key in storages:
            return Ref(storages[key])
        return results.get(key, head)


def references_of(iterable: Binding) -> Iterator[Ref]:
    """What a loop runs over that can change while it runs."""
    if isinstance(iterable, Ref):
        yield iterable
    elif isinstance(iterable, Iteration):
        for part in iterable.sequences:
            yield from references_of(part)


def _is_view_of_dict(node: Any) -> bool:
    """Whether a loop runs over `d.items()` or `d.values()`."""
    return (
        isinstance(node, gast.Call)
        and not node.args
        and isinstance(node.func, gast.Attribute)
        and isinstance(node.func.value, gast.Name)
        and node.func.attr in ("items", "values")
    )


def _changed_list(span: SourceSpan | None) -> AliasingError:
    return AliasingError(
        "A list gets or loses elements while a loop runs over it", span, "Loop over a copy of it, or over indices."
    )


def _carried_type(kind: Type) -> Type:
    if isinstance(kind, Static):
        return scalar_of(kind.value) or kind
    return kind


def _list_of(kind: Type) -> Type:
    return List(kind)
