"""The writes of a function, and what is live after each of them.

x.2 = store x.1, i, v; y = add x.1, 1       x.1 is live after the write: what reads it there needs a copy
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass

from s2sad.analysis.memory import Memory, memory_of
from s2sad.analysis.ownership import FUNCTIONAL, contents_read, is_memory, shared_operands
from s2sad.ir.ops import (
    Call,
    Comment,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Value,
    regions_of,
)
from s2sad.ir.rewrite import free_values
from s2sad.ir.types import Array, FixedList, List, Unknown, dims_of, is_numeric
from s2sad.runtime import containers, tree

STORES = (containers.store, containers.appended)
LIST_WRITES = (containers.appended, containers.without_last, tree.list_updated)


@dataclass(eq=False)
class Write:
    """A write, what is live after it, and which conditions hold where it stands."""

    op: Call
    live: frozenset[Operand]
    position: int
    loops: tuple[Loop, ...]
    tapes: tuple[tuple[Loop, Operand], ...]
    regions: frozenset[int]
    decided: dict[Operand, bool]


class Scan:
    """One walk over a function: positions, definitions, and what is live after each write."""

    def __init__(self, function: Function, memory: Memory, sums: set[Call] | None = None) -> None:
        self.memory = memory
        self.sums = sums or set()
        self.writes: list[Write] = []
        self.definitions: dict[Value, Operation | Loop | None] = dict.fromkeys(function.params)
        self.defined_at: dict[Value, tuple[Loop, ...]] = dict.fromkeys(function.params, ())
        self.position: dict[int, int] = {}
        self.uses: dict[Operand, list[tuple[int, tuple[Loop, ...]]]] = {}
        self.regions: dict[int, frozenset[int]] = {}
        self.params: dict[Value, tuple[Loop, int]] = {}
        self.results: dict[Value, tuple[If | Loop, int]] = {}
        self.replaced: dict[Operand, list[Call]] = {}
        self.counter = 0
        self.decided: dict[int, dict[Operand, bool]] = {}
        self._number(function.body, (), frozenset(), {})
        self._live(function.body, set(memory_of(function.body.yields)), (), ())
        self.writes.reverse()
        self.buffers = self._buffers()

    def _number(
        self, region: Region, loops: tuple[Loop, ...], outer: frozenset[int], decided: dict[Operand, bool]
    ) -> None:
        around = outer | {id(region)}
        for op in region.ops:
            self.counter += 1
            self.position[id(op)] = self.counter
            self.regions[id(op)], self.decided[id(op)] = around, decided
            self._use(self._reads(op), loops)
            for r in op.results:
                self.definitions[r] = op
                self.defined_at[r] = loops
            match op:
                case Call(callee=callee) if callee in LIST_WRITES:
                    self.replaced.setdefault(op.args[0], []).append(op)
                case If():
                    for branch in (op.then, op.orelse):
                        self._number(branch, loops, around, {**decided, op.condition: branch is op.then})
                    for k, r in enumerate(op.results):
                        self.results[r] = (op, k)
                case Loop():
                    self._number_loop(op, loops, around, decided)
                case _:
                    pass
        self.counter += 1
        self._use(region.yields, loops)

    def _number_loop(
        self, op: Loop, loops: tuple[Loop, ...], around: frozenset[int], decided: dict[Operand, bool]
    ) -> None:
        inside = (*loops, op)
        for k, p in enumerate(op.params):
            self.definitions[p] = op
            self.defined_at[p] = inside
            self.params[p] = (op, k)
        for source in op.sources:
            self.definitions[source.target] = op
            self.defined_at[source.target] = inside
        for inner in op.regions:
            self._number(inner, inside, around, decided)
        for k, r in enumerate(op.results):
            self.results[r] = (op, k)

    def _buffers(self) -> frozenset[Operand]:
        """The values whose very memory a later `store` writes to: it would write to a copy in their place instead."""
        stack = [write.op.args[0] for write in self.writes if write.op.callee in STORES]
        found: set[Operand] = set()
        while stack:
            operand = stack.pop()
            if operand in found or not isinstance(operand, Value):
                continue
            found.add(operand)
            definition = self.definitions.get(operand)
            if operand in self.params:
                loop, k = self.params[operand]
                stack += [loop.inits[k], loop.next_values[k]]
            elif operand in self.results:
                op, k = self.results[operand]
                if isinstance(op, If):
                    stack += [op.then.yields[k], op.orelse.yields[k]]
                elif k < len(op.params):
                    stack += [op.params[k], *op.exit_values[k : k + 1]]
            elif isinstance(definition, Call):
                stack += shared_operands(self.memory.rules, definition)
        return frozenset(found)

    def _use(self, operands: Iterable[Operand], loops: tuple[Loop, ...]) -> None:
        for operand in memory_of(operands):
            self.uses.setdefault(operand, []).append((self.counter, loops))

    @staticmethod
    def _reads(op: Operation) -> tuple[Operand, ...]:
        if isinstance(op, Call) and op.callee is containers.rejoined:
            return ()  # the parent is named only to say what the part belongs to
        return contents_read(op)

    def _live(
        self,
        region: Region,
        live: set[Operand],
        loops: tuple[Loop, ...],
        tapes: tuple[tuple[Loop, Operand], ...],
        leaving: tuple[Operand, set[Operand]] | None = None,
    ) -> None:
        """Walk backwards; `live` is what is live after the region, and becomes what is live before it.

        `leaving` is the test of a loop's exit, and what is live after the region if that holds.
        """
        for op in reversed(region.ops):
            if leaving is not None:
                leaving[1].difference_update(op.results)
            match op:
                case Call():
                    live.difference_update(op.results)
                    if written_by(op) or op in self.sums:
                        position, regions, decided = self.position[id(op)], self.regions[id(op)], self.decided[id(op)]
                        self.writes.append(Write(op, frozenset(live), position, loops, tapes, regions, decided))
                case If():
                    live.difference_update(op.results)
                    before: set[Operand] = set()
                    for branch in (op.then, op.orelse):
                        left = leaving is not None and op.condition is leaving[0] and branch is op.then
                        inner = (leaving[1] if left and leaving else live) | set(memory_of(branch.yields))
                        self._live(branch, inner, loops, tapes)
                        before |= inner
                    live |= before
                case Loop():
                    self._live_loop(op, live, loops, tapes)
                case Comment():
                    pass
            live.update(memory_of(self._reads(op)))
            if leaving is not None:
                inside = (v for region in regions_of(op) for v in free_values(region, contents_read))
                leaving[1].update(memory_of((*self._reads(op), *inside)))

    def _live_loop(
        self, op: Loop, live: set[Operand], loops: tuple[Loop, ...], tapes: tuple[tuple[Loop, Operand], ...]
    ) -> None:
        live.difference_update(op.results)
        around: set[Operand] = set(live)
        for region in op.regions:
            around |= set(memory_of(free_values(region, contents_read)))
        own = set(op.params) | {s.target for s in op.sources}
        for region in op.regions:
            own |= {r for each in region.ops for r in each.results}
        around |= set(memory_of(source.iterable for source in op.sources))  # the next run reads further elements
        around -= own
        kept = (*tapes, *((op, c) for c in op.collected if is_memory(c.type)))
        inside = (*loops, op)
        after = around | set(memory_of(op.after.yields))
        self._live(op.after, after, inside, kept)
        if op.before is not None:
            first = after | around | set(memory_of(op.before.yields))
            behind = live | set(memory_of(op.before.yields))
            self._live(op.before, first, inside, kept, (op.before.yields[0], behind))
        live |= around - set(op.results)


def is_write(op: Call) -> bool:
    """Whether a call changes its first argument in place."""
    return op.callee in STORES or op.callee in FUNCTIONAL or op.callee is containers.without_last


def written_by(op: Call) -> tuple[Operand, ...]:
    """The arguments that a call changes in place."""
    if isinstance(op.callee, FunctionRef):
        return tuple(op.args[k] for k in op.callee.writes)
    return op.args[:1] if is_write(op) else ()


def replaces_element(op: Call) -> bool:
    """Whether a call changes which elements a list holds, and no element: a sum of containers is another one."""
    return op.callee in LIST_WRITES or (op.callee is tree.list_add_at and not is_numeric(op.args[2].type))


def makes_list(op: Call) -> bool:
    """Whether a call makes a new list, whatever its elements are."""
    if op.callee is containers.joined:
        return True
    if op.callee in (operator.getitem, containers.read_attribute):
        return False
    lists = (List, FixedList)
    return isinstance(op.result.type, lists) and not any(isinstance(a.type, (*lists, Unknown)) for a in op.args[:1])


def holds_elements(op: Call) -> bool:
    """Whether a call makes or changes a list without changing its elements."""
    if op.callee is containers.store:
        return isinstance(op.result.type, List | FixedList)
    return op.callee in LIST_WRITES or op.callee is containers.build_list


def is_accumulation(op: Operation) -> bool:
    """Whether derivative code adds to an array of the same type, or subtracts: a candidate for `+=` and `-=`."""
    return (
        isinstance(op, Call)
        and op.callee in (operator.add, operator.iadd, operator.sub)
        and op.origin is not None
        and isinstance(op.result.type, Array)
        and op.args[0].type == op.result.type
        and None not in dims_of(op.result.type)
    )
