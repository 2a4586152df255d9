"""Chooses what a loop tapes: the cheapest set of values from which the reverse body can compute what it needs.

    needed: x * z and z     ->  tape z, recompute x * z
    needed: tanh(t)         ->  tape tanh(t): computing it again costs more than keeping it

A minimum vertex cut between what cannot be recomputed and what is needed; cheap operations may be repeated.
"""

from __future__ import annotations

import math
import operator
from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from s2sad.ir.ops import Call, If, Operand, Operation, Region, Value, index_key, undefined, walk
from s2sad.ir.rewrite import drop_dead, read_in, reads_of, substitute
from s2sad.ir.types import Array, Scalar, Static, Tuple
from s2sad.runtime import containers

COPY_PRICE = 50.0
_ARITHMETIC = {
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.neg,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
    operator.not_,
    operator.floordiv,
    operator.mod,
}
_VIEWS = {operator.getitem, np.transpose, np.reshape, np.expand_dims, np.shape, np.size, len, slice, range}


def is_cheap(op: Call, overwritten: Collection[Operand]) -> bool:
    """Whether repeating a call costs no more than a list access: arithmetic of numbers, reads and views."""
    if op.effect not in ("pure", "may_raise"):
        return False
    if op.callee in _ARITHMETIC:
        return all(isinstance(v.type, Scalar) for v in (op.result, *op.operands))
    if op.callee is containers.pack:
        return all(map(_is_index, op.operands))
    if op.callee in _VIEWS:
        return not any(v in overwritten for v in op.operands)
    return False


def _is_index(operand: Operand) -> bool:
    """Whether an operand is a number, or a slice or constant, as they are in an index."""
    kind = operand.type
    return isinstance(kind, Scalar | Static) or (isinstance(kind, Tuple) and kind.cls is slice)


def price(value: Operand, overwritten: Collection[Operand]) -> float:
    """What keeping a value in each run costs: a reference, or a copy if its memory is overwritten later."""
    if value in overwritten:
        return COPY_PRICE
    return 1.5 if isinstance(value.type, Array) else 1.0


def choose_tape(
    ops: Iterable[Operation],
    needed: Iterable[Value],
    inside: set[Value],
    free: set[Value],
    overwritten: Collection[Operand],
) -> tuple[list[Value], list[Call]]:
    """What to tape, and which operations to repeat in the reverse body.

    Args:
        ops: the operations of the forward body, in order.
        needed: the values of the body that the reverse body reads.
        inside: all values that belong to the body; others are available anyway.
        free: values of the body that the reverse body has without a tape (the loop's own variable).
        overwritten: values whose memory is written to later.
    """
    definitions = {op.result: op for op in ops if isinstance(op, Call) and len(op.results) == 1}
    network = _Network()
    order: dict[Value, None] = {}

    def visit(value: Value) -> None:
        if value in order or value in free:
            return
        order[value] = None
        network.capacity(("in", value), ("out", value), price(value, overwritten))
        op = definitions.get(value)
        if op is None or not is_cheap(op, overwritten):
            network.capacity("source", ("in", value), math.inf)
            return
        for operand in op.operands:
            if isinstance(operand, Value) and operand in inside and operand not in free:
                visit(operand)
                network.capacity(("out", operand), ("in", value), math.inf)

    wanted = [v for v in needed if v not in free]
    for value in wanted:
        visit(value)
        network.capacity(("out", value), "sink", math.inf)
    taped = set(network.cut())
    return [v for v in _in_order(ops, order) if v in taped], _repeated(ops, wanted, taped | free, inside)


def with_elements_read(region: Region, ops: Iterable[Operation], lists: Collection[Operand]) -> Region:
    """The reverse body with elements of lists as the forward body has read them, so that it need not keep the lists."""
    made: dict[Any, Operand] = {}
    for op in ops:
        if isinstance(op, Call) and op.callee is operator.getitem and op.args[0] in lists:
            made[op.args[0], index_key(op.args[1])] = op.result
    again: dict[Operand, Operand] = {}
    for op in walk(region):
        if isinstance(op, Call) and op.callee is operator.getitem and op.args[0] in lists:
            element = made.get((op.args[0], index_key(op.args[1])))
            if element is not None and element.type == op.result.type:
                again[op.result] = element
    return drop_dead(substitute(region, again)) if again else region


Path = tuple[tuple[Value, int], ...]
"""Conditions, and which branches of `if`s on them, from the outermost to the innermost."""


def path_of_reads(region: Region, repeated: Iterable[Operation], value: Value) -> Path:
    """The path that alone reads a value, empty if it is read on all of them."""
    if value in region.yields or any(value in reads_of(op) for op in repeated):
        return ()
    readers = [op for op in region.ops if value in reads_of(op)]
    if len(readers) != 1 or not isinstance(readers[0], If) or not isinstance(readers[0].condition, Value):
        return ()
    op = readers[0]
    sides = [k for k, side in enumerate((op.then, op.orelse)) if value in read_in(side)]
    if len(sides) != 1 or value is op.condition:
        return ()
    return ((readers[0].condition, sides[0]), *path_of_reads((op.then, op.orelse)[sides[0]], (), value))


def kept_on_path(path: Path, value: Value, copied: Any) -> If:
    """`v.copy() if c else undefined`, for an array that one path alone reads; `copied` is what copies it."""
    (condition, side), *rest = path
    made: Operation = Call((Value(value.name, value.type),), copied, (value,))
    if rest:
        made = kept_on_path(tuple(rest), value, copied)
    taken = Region((made,), made.results)
    sides = (taken, Region((), (undefined(),)))
    return If((Value(value.name, value.type),), condition, sides[side], sides[1 - side])


def _in_order(ops: Iterable[Operation], values: dict[Value, None]) -> list[Value]:
    position = {r: k for k, op in enumerate(ops) for r in op.results}
    return sorted(values, key=lambda v: position.get(v, -1))


def _repeated(ops: Iterable[Operation], needed: list[Value], available: set[Value], inside: set[Value]) -> list[Call]:
    missing = {v for v in needed if v not in available}
    found: list[Call] = []
    for op in reversed(list(ops)):
        if isinstance(op, Call) and any(r in missing for r in op.results):
            found.append(op)
            missing |= {v for v in op.operands if isinstance(v, Value) and v in inside and v not in available}
    return found[::-1]


class _Network:
    """Maximum flow by shortest augmenting paths (Edmonds & Karp 1972)."""

    def __init__(self) -> None:
        self.residual: dict[Any, dict[Any, float]] = defaultdict(lambda: defaultdict(float))

    def capacity(self, a: Any, b: Any, amount: float) -> None:
        self.residual[a][b] = max(self.residual[a][b], amount)
        self.residual[b][a] += 0.0

    def _path(self) -> list[Any] | None:
        previous: dict[Any, Any] = {"source": None}
        queue = deque(["source"])
        while queue:
            node = queue.popleft()
            for neighbour, amount in self.residual[node].items():
                if amount > 0 and neighbour not in previous:
                    previous[neighbour] = node
                    queue.append(neighbour)
        if "sink" not in previous:
            return None
        path, node = [], "sink"
        while node is not None:
            path.append(node)
            node = previous[node]
        return path[::-1]

    def cut(self) -> list[Value]:
        """The values of the minimum cut that is nearest to the sink."""
        while (path := self._path()) is not None:
            edges = list(pairwise(path))
            amount = min(self.residual[a][b] for a, b in edges)
            for a, b in edges:
                self.residual[a][b] -= amount
                self.residual[b][a] += amount
        reaching = self._reaching_sink()
        outs = [n for n in reaching if isinstance(n, tuple) and n[0] == "out"]
        return [value for _, value in outs if ("in", value) not in reaching]

    def _reaching_sink(self) -> set[Any]:
        incoming: dict[Any, list[Any]] = defaultdict(list)
        for a, neighbours in self.residual.items():
            for b, amount in neighbours.items():
                if amount > 0:
                    incoming[b].append(a)
        found, queue = {"sink"}, deque(["sink"])
        while queue:
            for a in incoming[queue.popleft()]:
                if a not in found:
                    found.add(a)
                    queue.append(a)
        return found
