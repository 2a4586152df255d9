"""What a loop runs over: where its elements come from, and what the current one is.

for k, (v, w) in enumerate(zip(x, y)):      for k, v, w in counting 0, x, y:
for row in m: row[0] = 1.0                   for i in range len(m):    `row` is m[i], read again after each write
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import gast

from s2sad.analysis.inference import known
from s2sad.errors import AliasingError, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.calls import Calls
from s2sad.frontend.chosen import function_of_run, is_function
from s2sad.frontend.misfits import refuse_operand
from s2sad.frontend.state import Binding, DictView, Iteration, Pack, Ref, Step
from s2sad.ir.joins import element_type, join
from s2sad.ir.ops import Const, Operand, Source, Value
from s2sad.ir.types import INT, UNKNOWN, Array, Never, Object, Range, Type, Unknown, scalar_of
from s2sad.runtime.containers import counting


class Iterables(Calls):
    """The part of lowering that knows what a loop runs over."""

    by_index = False

    def sources(self, iterable: Binding, target: Any, by_index: bool) -> list[Source]:
        """What the loop takes elements from; `by_index`: what can change meanwhile is reached by index."""
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
            if by_index and isinstance(iterable.parts[0], Ref):
                return [self._index_source(counter, sources[0].iterable)]
            start = self.read(iterable.parts[1]) if len(iterable.parts) > 1 else Const(0)
            return [Source(Value(counter, INT), self.builder.call(counting, start, type=Range())), *sources]
        if isinstance(iterable, Iteration) and by_index and isinstance(iterable.parts[0], Ref):
            last = self._minus_one(self.length(iterable.parts[0]))
            return [self._index_source("i", self.builder.call(range, last, Const(-1), Const(-1)))]
        if isinstance(iterable, Iteration):
            inner_value = self.read(iterable.parts[0])
            backwards = Const(slice(None, None, -1))
            return [self._source(self.builder.call(operator.getitem, inner_value, backwards), label)]
        functions = self._functions(iterable)
        if functions:
            return [self._index_source("i", self.builder.call(range, Const(len(functions))))]
        operand = self.read(iterable)
        if by_index and isinstance(iterable, Ref):
            length = self.length(iterable)
            return [self._index_source("i", self.builder.call(range, length))]
        return [self._source(operand, label)]

    def _functions(self, iterable: Binding) -> list[Binding]:
        """The functions that a list or tuple has, of which a loop takes one in each run; none of other things."""
        elements = self.known_elements(iterable) if self.has_known_length(iterable) else []
        return elements if all(map(is_function, elements)) else []

    def has_known_length(self, binding: Binding) -> bool:
        """Whether the elements of a sequence can be listed when compiling: see `Unrolling`."""
        raise NotImplementedError

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
        refuse_operand(iter, operand, self.span)
        if isinstance(operand.type, Object):
            reason = f"A loop runs over an object of class `{operand.type.cls.__name__}`"
            raise UnsupportedSyntaxError(reason, self.span, "Give it a method that returns a list, and loop over that.")
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
            shared = self.by_index and isinstance(iterable.parts[0], Ref)
            counter: Operand = targets[0] if shared else targets.pop(0)
            if shared and len(iterable.parts) > 1:
                counter = self.builder.call(operator.add, counter, self.read(iterable.parts[1]))
            return Pack((counter, self._element(iterable.parts[0], targets)))
        value = targets.pop(0)
        if isinstance(iterable, Iteration):
            iterable = iterable.parts[0]
        functions = self._functions(iterable)
        if functions:
            return function_of_run(functions, value)
        return self._single(iterable, value)

    def _single(self, iterable: Binding, value: Value) -> Binding:
        if isinstance(iterable, Ref) and value in self.indices:
            return self._element_at(iterable, value)
        binding = self.bind_value(value, value.name)
        if isinstance(value.type, Unknown) and isinstance(iterable, Ref):  # perhaps a row of an array
            binding = self.bind_reference(value, value.name)
        if isinstance(binding, Ref) and isinstance(iterable, Ref):
            self.rows[binding.storage] = value
            self.state.add_overlap(binding.storage, iterable.storage)
            for other in self.entered.get(iterable.storage, ()):  # not what earlier runs gave: other elements
                self.state.add_overlap(binding.storage, other)
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


def references_of(iterable: Binding) -> Iterator[Ref]:
    """What a loop runs over that can change while it runs."""
    if isinstance(iterable, Ref):
        yield iterable
    elif isinstance(iterable, Iteration):
        for part in iterable.sequences:
            yield from references_of(part)


def views_of(iterable: Binding) -> Iterator[DictView]:
    """The views of dicts that a loop runs over."""
    if isinstance(iterable, DictView):
        yield iterable
    elif isinstance(iterable, Iteration):
        for part in iterable.sequences:
            yield from views_of(part)


def changed_list(span: SourceSpan | None) -> AliasingError:
    """The error of a loop over a list that is made longer or shorter meanwhile."""
    return AliasingError(
        "A list gets or loses elements while a loop runs over it", span, "Loop over a copy of it, or over indices."
    )
