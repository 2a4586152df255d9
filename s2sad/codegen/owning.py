"""Copies that make memory a function's own before derivative code writes to it in place.

y_bar[0] += v                 y_bar is an argument, or a view of one: y_bar = y_bar.copy() before
P_bar = [c for q in P]        P_bar[1] += v: each element is memory of its own, [c.copy() for q in P]
"""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np

from s2sad.analysis.memory import Memory
from s2sad.analysis.ownership import is_memory
from s2sad.analysis.views import undone_view
from s2sad.codegen.copying import Fixes
from s2sad.codegen.writes import Scan, Write, holds_elements, is_write, makes_list, replaces_element
from s2sad.ir.ops import Call, Const, FunctionRef, If, Loop, Operand, Operation, Value, index_key, is_derivative
from s2sad.ir.rewrite import free_values
from s2sad.runtime import containers, tree

Own = Callable[[Operand, object], None]
"""Sees to it that an operand is memory of the function's own; the second argument says where else to copy it."""


class Owning:
    """The part of placing that finds what a write changes besides what it is meant to change."""

    memory: Memory
    scan: Scan
    fixes: Fixes

    def definition(self, operand: Operand) -> Operation | None:
        return self.scan.definitions.get(operand) if isinstance(operand, Value) else None

    def own_target(self, write: Write) -> None:
        """Note the copies that a write in place to its first argument needs."""
        self._own(write.op.args[0], write)

    def _own(self, value: Operand, write: Write) -> None:
        """Make sure that derivative code writes only to memory that it made."""
        seen: set[Operand] = set()

        def own(operand: Operand, give_up: object) -> None:
            if not is_derivative(write.op):
                give_up = write.op  # the user's buffer is not replaced: its copy is written to, and stored into it
            if operand in seen:
                return
            seen.add(operand)
            if isinstance(operand, Const):
                return
            definition = self.scan.definitions.get(operand)
            if operand in self.scan.params:
                loop, k = self.scan.params[operand]
                stays = operand in self.scan.buffers
                own(loop.inits[k], give_up if stays else (loop, k))
                own(loop.next_values[k], give_up if stays else (loop.after, k))
            elif operand in self.scan.results:
                self._own_result(operand, give_up, own, write)
            elif replaces_element(write.op) and isinstance(definition, Call) and makes_list(definition):
                return
            elif isinstance(definition, Call) and self._leaves_elements(definition, write):
                own(definition.args[0], give_up)  # that changes which elements a list holds, and no element
            elif isinstance(definition, Call) and holds_elements(definition):
                self._own_elements(definition, give_up, own)
            else:
                self._own_call(definition, give_up, own)

        own(value, write.op)

    @staticmethod
    def _leaves_elements(definition: Call, write: Write) -> bool:
        """Whether a write finds the elements of the list before: those that a sum makes are new memory."""
        is_sum = definition.callee is tree.list_add_at
        return replaces_element(definition) and (is_sum or replaces_element(write.op))

    def _own_call(self, definition: Operation | None, give_up: object, own: Own) -> None:
        if (
            isinstance(definition, Call)
            and (
                definition.callee in (containers.store, containers.rejoined)  # the user's, perhaps an argument
                or undone_view(definition.callee, definition.args[1:])  # a view of the whole array
            )
        ):
            own(definition.args[0], give_up)
        elif not isinstance(definition, Call) or not (self._is_own(definition) or self._is_own_part(definition)):
            self._copy_for(give_up)

    def _is_own_part(self, definition: Call) -> bool:
        """Whether a value is a part of what a function has given, and memory that this one, or that one, has made."""
        made = self.definition(definition.args[0]) if definition.callee is operator.getitem else None
        while isinstance(made, Call) and made.callee is operator.getitem and made.result in self.memory.parts:
            made = self.definition(made.args[0])
        is_given = isinstance(made, Call) and isinstance(made.callee, FunctionRef) and made.callee.shares is not None
        return is_given and all(token.owned for token in self.memory.of(definition.result))

    def _own_elements(self, definition: Call, give_up: object, own: Own) -> None:
        """A list whose elements are written to: each must be memory of the function, and apart from the others."""
        if definition.callee is tree.list_updated:
            rest, elements = self._exchanged(definition)
            own(rest, give_up)
            self._own_each(definition, elements, [rest], give_up, own)
        elif definition.callee is containers.build_list:
            self._own_each(definition, list(enumerate(definition.args)), [], give_up, own)
        else:
            own(definition.args[0], give_up)
            self._own_each(definition, list(enumerate(definition.args))[1:], [definition.args[0]], give_up, own)

    def _own_each(
        self, holder: Call, elements: list[tuple[int, Operand]], before: list[Operand], give_up: object, own: Own
    ) -> None:
        is_display = holder.callee is containers.build_list and is_derivative(holder)
        for k, element in elements:
            if is_memory(element.type) and isinstance(element, Value):
                copied = (holder, k) if is_display else give_up
                own(element, copied)
                if any(self.memory.may_share(element, other) for other in before):
                    self._copy_for(copied)
                before.append(element)

    def _exchanged(self, last: Call) -> tuple[Operand, list[tuple[int, Operand]]]:
        """A list before one or two elements were put, and those of them that it did not hold at one of the two places.

        What moves from one of these places to the other is still there once, also where the two places are one.
        """
        puts, below = [last], self.definition(last.args[0])
        if isinstance(below, Call) and below.callee is tree.list_updated:
            reads = [self.definition(put.args[2]) for put in (last, below)]
            exchanges = any(
                isinstance(read, Call) and read.callee is operator.getitem and read.args[0] is below.args[0]
                for read in reads
            )
            puts += [below] if exchanges else []
        before = puts[-1].args[0]
        places = {index_key(put.args[1]) for put in puts}
        new: list[tuple[int, Operand]] = []
        for put in puts:
            read = self.definition(put.args[2])
            is_read = isinstance(read, Call) and read.callee is operator.getitem and read.args[0] is before
            if isinstance(read, Call) and is_read and index_key(read.args[1]) in places:
                places.discard(index_key(read.args[1]))
            else:
                new.append((2, put.args[2]))
        return before, new

    def _own_result(self, operand: Value, give_up: object, own: Own, write: Write) -> None:
        op, k = self.scan.results[operand]
        buffers = {operand, *op.params[k : k + 1]} if isinstance(op, Loop) else {operand}
        stays = bool(buffers & self.scan.buffers)
        if isinstance(op, If):
            own(op.then.yields[k], give_up if stays else (op.then, k))
            own(op.orelse.yields[k], give_up if stays else (op.orelse, k))
        elif k < len(op.params):
            own(op.inits[k], give_up if stays else (op, k))
            own(op.next_values[k], give_up if stays else (op.after, k))
            if op.before is not None:
                own(op.exit_values[k], give_up if stays else (op.before, k + 1))
        elif not replaces_element(write.op):
            in_place = stays or write.op.origin is None
            self._own_collected(op, op.collected[k - len(op.params)], give_up if in_place else None, own)

    def _own_collected(self, loop: Loop, inner: Operand, give_up: object, own: Own) -> None:
        """A list that a loop fills, whose elements are written to: each run must put other memory into it."""
        made = self.definition(inner)
        display = made if isinstance(made, Call) and made.callee is containers.build_list else None
        if self._is_other_each_run(inner, loop):
            own(inner, give_up or (loop, inner))
        elif display is not None and self._is_in(display.result, loop) and is_derivative(display) and give_up is None:
            for k, element in enumerate(display.args):
                if not self._is_other_each_run(element, loop):
                    self._copy_for((display, k))
        else:
            self._copy_for(give_up or (loop, inner))

    def _is_other_each_run(self, operand: Operand, loop: Loop) -> bool:
        """Whether a value is other memory in every run of a loop, as a list that a loop inside fills is."""
        if isinstance(operand, Value) and operand in self.scan.results:
            op, k = self.scan.results[operand]
            if isinstance(op, Loop) and k >= len(op.params) and self._is_in(operand, loop):
                return True
        return all(self._is_made_in(token, loop) for token in self.memory.of(operand))

    def _is_in(self, value: Value, loop: Loop) -> bool:
        return loop in self.scan.defined_at.get(value, ())

    def _is_own(self, definition: Call) -> bool:
        if is_write(definition) or definition in self.scan.sums:
            return True
        if definition.callee is np.broadcast_to or any(not t.owned for t in self.memory.of(definition.result)):
            return False
        return not any(is_memory(a.type) and self.memory.may_share(a, definition.result) for a in definition.args)

    def _copy_for(self, give_up: object) -> None:
        if isinstance(give_up, Call):
            self.fixes.targets.add(give_up)
        elif isinstance(give_up, tuple) and isinstance(give_up[0], Loop) and isinstance(give_up[1], Value):
            self.fixes.collects.add(give_up)
        elif isinstance(give_up, tuple) and isinstance(give_up[0], Loop):
            self.fixes.inits.add(give_up)
        elif isinstance(give_up, tuple) and isinstance(give_up[0], Call):
            self.fixes.elements.add(give_up)
        elif isinstance(give_up, tuple):
            self.fixes.yields.add(give_up)

    def _is_made_in(self, token: object, loop: Loop) -> bool:
        return any(
            token in self.memory.of(r) for region in loop.regions for op in region.ops for r in op.results
        ) and not any(token in self.memory.of(v) for region in loop.regions for v in free_values(region))
