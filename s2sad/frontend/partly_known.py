"""Loops over objects of several classes in step with what has a length of run time: run by run, while there is more.

for m, v in zip((A(), B()), x):     if len(x) > 0:
    s += m.f(v)                         s += A.f(x[0])
                                        if len(x) > 1: s += B.f(x[1])
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from s2sad.frontend.held import holds_function
from s2sad.frontend.iterating import changed_list
from s2sad.frontend.state import Binding, Iteration, Pack, Ref
from s2sad.frontend.structure import Exit
from s2sad.frontend.unrolling import UNROLL, Unrolling
from s2sad.ir.joins import join
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, List, Never, Range, Type, Unknown


class PartlyKnown(Unrolling):
    """The part of lowering that writes runs one after the other of which the number is not known."""

    def is_partly_known(self, iterable: Binding) -> bool:
        """Whether some sequences of a loop have a length of run time, and others a few objects of several classes."""
        known, others = self._known_and_others(iterable)
        has_objects = any(map(self._are_of_several_classes, known))
        return has_objects and bool(others) and all(self._has_elements(each) for each in others)

    def run_while_there_is_more(self, node: Any, iterable: Callable[[], Binding], k: int = 0) -> None:
        """The runs of a loop from run `k` on."""
        known, others = self._known_and_others(iterable())
        counts = {len(self.known_elements(each)) for each in known}
        if k >= min(counts):
            self.frames[-1].live_out = node.live_out
            return
        self._if_there(others, k, partial(self._run, node, iterable, k), node)
        self.frames[-1].live_out = node.live_out

    def _if_there(self, sequences: list[Binding], k: int, run: Callable[[], None], node: Any) -> None:
        """Run `k`, if all sequences have an element for it."""
        if not sequences:
            run()
            return
        self.frames[-1].live_out = node.live_out | node.live_head
        first, *others = sequences
        is_there = self.fold_or_call(operator.gt, self.length(first), Const(k))
        self.branch(is_there, lambda: self._if_there(others, k, run, node), lambda: None, node.live_out)

    def _run(self, node: Any, iterable: Callable[[], Binding], k: int) -> None:
        at = next((j for j, s in enumerate(node.body) if isinstance(s, Exit)), None)
        before = [len(self.known_elements(each)) for each in self._known_and_others(iterable())[0]]
        self.assign(node.target, self._row(iterable(), k))
        self.block(node.body[:at])

        def go_on() -> None:
            now = self._known_and_others(iterable())[0]
            if len(now) != len(before) or [len(self.known_elements(each)) for each in now] != before:
                raise changed_list(self.span)
            self.run_while_there_is_more(node, iterable, k + 1)

        if at is None:
            go_on()
        else:
            self._leave_or_go_on(node, at, go_on)

    def _row(self, iterable: Binding, k: int) -> Binding:
        if isinstance(iterable, Iteration) and iterable.kind == "enumerate":
            start = iterable.parts[1] if len(iterable.parts) > 1 else Const(0)
            count = self.fold_or_call(operator.add, self.read(start), Const(k))
            return Pack((count, self._row(iterable.parts[0], k)))
        if isinstance(iterable, Iteration):
            return Pack(tuple(self._row(each, k) for each in iterable.parts))
        if self.has_known_length(iterable):
            return self.known_elements(iterable)[k]
        return self.subscript(iterable, Const(k))

    def _known_and_others(self, iterable: Binding) -> tuple[list[Binding], list[Binding]]:
        known: list[Binding] = []
        others: list[Binding] = []
        for each in _sequences(iterable):
            is_known = not isinstance(each, Iteration) and self.has_known_length(each)
            (known if is_known else others).append(each)
        return known, others

    def _are_of_several_classes(self, sequence: Binding) -> bool:
        elements = self.known_elements(sequence)
        if len(elements) > UNROLL or not all(self.user_class(each) is not None for each in elements):
            return False
        objects = [each for each in elements if isinstance(each, Ref) and not each.path]
        if any(holds_function(each.storage, self.state) for each in objects):
            return True
        kind: Type = Never()
        for each in elements:
            kind = join(kind, self.read(each).type)
        return isinstance(kind, Unknown)

    def _has_elements(self, sequence: Binding) -> bool:
        return not isinstance(sequence, Iteration) and isinstance(self.read(sequence).type, Array | List | Range)


def _sequences(iterable: Binding) -> Iterator[Binding]:
    """What a loop takes its elements from in step."""
    if isinstance(iterable, Iteration) and iterable.kind in ("zip", "enumerate"):
        for each in iterable.sequences:
            yield from _sequences(each)
    else:
        yield iterable
