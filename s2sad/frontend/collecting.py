"""Loops written as expressions: comprehensions, and the builtins that consume a sequence.

[f(v) for v in x]      t = for v.0 in x collect f v.0
sum(v * v for v in x)  the list of what the generator gives, then a loop that adds
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.collected import Collected
from s2sad.frontend.cuts import can_change, cuts_of, holds_references, may_meet
from s2sad.frontend.generators import stored_names
from s2sad.frontend.iterating import changed_list, references_of
from s2sad.frontend.loop_body import Body
from s2sad.frontend.recursion import Recursion
from s2sad.frontend.state import (
    ITERATED,
    Binding,
    BoundMethod,
    Entries,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    Ref,
    Special,
    Step,
)
from s2sad.frontend.tuples import as_tuple
from s2sad.frontend.unrolling import UNROLL
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import NONE, FixedList, List, Tuple
from s2sad.runtime import statements


class Collecting(Recursion):
    """The part of lowering that handles loops written as expressions."""

    def _Block(self, node: Any, name: str) -> Binding:
        frame = self.frames[-1]
        live = frame.live_out
        called = getattr(node, "called", None)
        self._require_builtin(called, node.kind)
        if getattr(node, "is_out_of_step", False):
            reason = "The elements of this generator are made between the runs of the loop"
            raise UnsupportedSyntaxError(reason, self.span, "Write a list, `[...]`, which is made before the loop.")
        self.block(node.statements)
        frame.live_out = live
        result = self.expression(node.result, name)
        for each in node.names:
            self.state.names[frame].pop(each, None)
        return Iteration("generator", (result,)) if node.kind == "generator" else result

    def _require_builtin(self, called: Any, builtin: Any) -> None:
        """What was rewritten as a call of something known must be that."""
        if called is not None and getattr(self.expression(called), "value", None) is not builtin:
            reason = f"`{builtin.__name__}` is not that of `{builtin.__module__}` here"
            raise UnsupportedSyntaxError(reason, self.span, "Give what you have defined another name.")

    def _ListComp(self, node: Any, name: str) -> Binding:
        consumer = getattr(node, "consumer", None)
        self._require_builtin(consumer, tuple)
        iterable = self.iterated(self.expression(node.generators[0].iter))
        with self._own_names(node.generators[0].target, iterable) as current:
            return self._listed_by(node, current, name)

    @contextmanager
    def _own_names(self, target: Any, iterable: Binding) -> Iterator[Callable[[], Binding]]:
        """Around a comprehension, which has variables of its own; yields what gives what it runs over.

        Elements may change what names mean. So names that are hidden meanwhile, and what it runs over, have others.
        """
        frame = self.frames[-1]
        own = stored_names(target)
        key = f"{ITERATED}{len(self.frames)}.{id(target)}"
        hidden = {name: f"{key}.{name}" for name in own if name in self.state.names[frame]}
        for name, other in hidden.items():
            self.state.names[frame][other] = self.state.names[frame].pop(name)
        self.state.names[frame][key] = iterable
        yield lambda: self.state.names[frame][key]
        names = self.state.names[frame]
        del names[key]
        for name in own:
            if not name.endswith("\f"):  # else functions in an element may read it later
                names.pop(name, None)
        for name, other in hidden.items():
            names[name] = names.pop(other)

    def _listed_by(self, node: Any, iterable: Callable[[], Binding], name: str) -> Binding:
        consumer = getattr(node, "consumer", None)
        if self.must_unroll(iterable()):
            return self._each(node, iterable, name)
        count = self.count_of(iterable())
        if count is None:
            return self._collected(node, iterable, name, True)
        if consumer is not None:
            return self._each(node, iterable, name)
        found: Binding = self.run_by_run_if_needed(
            lambda: self._collected(node, iterable, name, count > UNROLL),
            lambda: self._each(node, iterable, name),
        )
        return found

    def _collected(self, node: Any, iterable: Callable[[], Binding], name: str, objects: bool) -> Binding:
        """The list that a loop collects; `objects` says whether objects may become parts of it."""
        generator = node.generators[0]

        elements = Collected(self)

        def bind(targets: list[Value]) -> None:
            elements.start_run()
            self.assign(generator.target, self.loop_element(iterable(), targets))

        def collect() -> Operand:
            element = self.expression(node.elt)
            if not objects and self.is_made_object(element):
                raise UnsupportedSyntaxError("Objects are collected in a list", self.span, "", if_carried=True)
            value = self.as_value(element)
            if can_change(self, value.type):
                elements.add(element)
            return value

        body = Body(bind, collect=collect, iterated=lambda: references_of(iterable()))
        with self.unchanged_display(iterable()):
            collected = self.run_loop(lambda by_index: self.sources(iterable(), generator.target, by_index), body)
        assert collected is not None
        found = self.bind_value(collected, name)
        elements.describe(found)
        return found

    def _each(self, node: Any, iterable: Callable[[], Binding], name: str) -> Binding:
        found: list[Binding] = []
        with self.keeping(found):
            for k in range(len(self.delayed_elements(iterable()))):
                self.assign(node.generators[0].target, self.element_now(iterable(), k))
                found.append(self.expression(node.elt))
        return self.new_items(Items(tuple(found)), name)

    @contextmanager
    def unchanged_display(self, iterable: Binding, arrays: bool = False) -> Iterator[None]:
        """Around a loop that has the elements of a list as they were before it, or those of an array.

        Raises:
            AliasingError: there are other elements behind it.
        """
        roots = [ref.storage for ref in references_of(iterable) if not ref.path]
        before = {storage: self.state.current[storage] for storage in roots}
        yield
        for storage, content in before.items():
            counts = arrays or isinstance(content, Items | Entries)
            if counts and self.state.current.get(storage, content) is not content:
                raise changed_list(self.span)

    def listed(self, binding: Binding, name: str) -> Binding:
        """`list(binding)`."""
        if self.has_known_length(binding):
            return self.new_items(Items(tuple(self.known_elements(binding))), name)
        if isinstance(binding, Iteration) and binding.kind == "generator":
            return binding.parts[0]
        operand = self.read(binding) if not isinstance(binding, Iteration) else Const(None)
        if isinstance(operand.type, List):
            return self.fresh_list(self.builder.call(operator.getitem, operand, Const(slice(None))), binding, name=name)
        found: list[Binding] = []
        elements = Collected(self)

        def bind(targets: list[Value]) -> None:
            elements.start_run()
            found[:] = [self.loop_element(binding, targets)]

        def collect() -> Operand:
            if is_mapped and not self._is_row(found[0]):
                elements.add(found[0])
            return self.read(found[0])

        is_mapped = _is_mapped(binding)
        body = Body(bind, collect=collect, iterated=lambda: references_of(binding))
        with self.unchanged_display(binding):
            collected = self.run_loop(lambda by_index: self._sources(binding, "t", [], by_index), body)
        assert collected is not None
        made = self.bind_value(collected, name)
        if isinstance(made, Ref) and holds_references(self, made):
            elements.describe(made)
            self.share(made.storage, binding)
            parts = [cuts_of(self, ref) for ref in references_of(binding)]
            if not is_mapped:
                self.cuts[collected] = tuple(cut for cuts in parts for cut in cuts)
            made.storage.repeated |= any(ref.storage.repeated for ref in references_of(binding))
            made.storage.repeated |= any(may_meet(a, b) for k, a in enumerate(parts) for b in parts[:k])
        return made

    def _is_row(self, element: Binding) -> bool:
        """Whether something is what a loop runs over has at this place: another object in each run."""
        return isinstance(element, Ref) and not element.path and element.storage in self.rows

    def columns(self, rows: Binding) -> Pack | None:
        """`zip(*rows)` of a number of tuples that is known only at run time; None of other things."""
        rows = self.as_list(rows) if isinstance(rows, Iteration) else self.iterated(rows)
        kind = None if self.has_known_length(rows) else self.read(rows).type
        row = kind.element if isinstance(kind, List) else None
        if not isinstance(row, Tuple | FixedList) or getattr(row, "cls", None) is slice:
            return None
        empty = self.builder.call(operator.eq, self.read(self.length(rows)), Const(0))
        self.branch(empty, self._no_columns, lambda: None, frozenset())
        return Pack(tuple(self._column(rows, k) for k in range(len(row.elements))))

    def _no_columns(self) -> None:
        """Without a row there is nothing to unpack."""
        error = self.call(Const(ValueError), [Const("not enough values to unpack")], {}, "error")
        self.builder.call(statements.raise_, self.read(error), type=NONE, effect="io")

    def _column(self, rows: Binding, k: int) -> Binding:
        found: list[Operand] = []

        def bind(targets: list[Value]) -> None:
            found[:] = [self.read(self.step(self.loop_element(rows, targets), Step("item", Const(k))))]

        body = Body(bind, collect=lambda: found[0])
        collected = self.run_loop(lambda by_index: self._sources(rows, "row", [], by_index), body)
        assert collected is not None
        return as_tuple(self, self.fresh_list(collected, rows))

    def accumulate(self, iterable: Binding, start: Binding, callee: Any, name: str) -> Binding:
        """Fold a sequence with a binary operation or function, as `sum` and `reduce` do."""
        hidden = "total "
        names = self.state.names[self.frames[-1]]
        while hidden in names:  # in a sum of sums
            hidden += " "
        names[hidden] = start

        def add(targets: list[Value]) -> None:
            element = self.loop_element(iterable, targets)
            current = self.state.names[self.frames[-1]][hidden]
            if callee is operator.add:
                changed = self.binary(callee, current, element, name)
            else:
                function = (
                    callee if isinstance(callee, FunctionValue | BoundMethod | Special | Const) else Const(callee)
                )
                changed = self.call(function, [current, element], {}, name)
            self.state.names[self.frames[-1]][hidden] = changed

        body = Body(add, [hidden], iterated=lambda: references_of(iterable))
        with self.unchanged_display(iterable):
            self.run_loop(lambda by_index: self._sources(iterable, "t", [], by_index), body)
        return self.state.names[self.frames[-1]].pop(hidden)


def _is_mapped(iterable: Binding) -> bool:
    """Whether a function makes elements of what a loop runs over."""
    if not isinstance(iterable, Iteration):
        return False
    return iterable.kind == "map" or any(map(_is_mapped, iterable.parts))
