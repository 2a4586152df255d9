"""Decides which values become part of a larger expression instead of a statement of their own.

    t.0 = mul x, z; t.1 = np.sin t.0; z.1 = add t.1, x      ->      z = np.sin(x * z) + x

A temporary that is read once goes where it is read, unless memory that it reads is written in between. Cheap things
(a comparison, `i + 1`, `x.shape`) may be written more than once.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np

from s2sad.analysis.inference import is_basic_index, known
from s2sad.analysis.memory import Memory, Tokens, tokens_overlap
from s2sad.analysis.ownership import is_memory
from s2sad.codegen.blocks import MARKS, continued, managers_of
from s2sad.codegen.writes import is_write, written_by
from s2sad.ir.ops import (
    Call,
    Comment,
    Const,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Value,
    operands_of,
)
from s2sad.ir.rewrite import has_effect, is_attempt
from s2sad.ir.types import Array, Scalar, Tuple, Type, is_int
from s2sad.runtime import containers, statements

TEMPORARIES = ("t", "t_bar", "t_dot", "zero")
_COMPARISONS = {operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne, operator.not_}
_INDEX = {operator.add, operator.sub}
_DESCRIPTIONS = {np.shape, len, slice, np.transpose}
MAX_DEPTH = 12


@dataclass(eq=False)
class _Place:
    """Where a value is defined or read: the region, and the position in the whole text."""

    region: Region
    position: int


@dataclass
class Inlining:
    """The values that are written as part of other expressions, with the operations that define them."""

    definitions: dict[Operand, Call | If] = field(default_factory=dict)

    def __contains__(self, value: object) -> bool:
        return value in self.definitions

    def leaves(self, operand: Operand) -> list[Value]:
        """The variables that an expression reads."""
        if not isinstance(operand, Value):
            return []
        op = self.definitions.get(operand)
        if op is None:
            return [operand]
        return [leaf for each in self.operands(op) for leaf in self.leaves(each)]

    def operands(self, op: Call | If) -> tuple[Operand, ...]:
        """What the expression of an operation consists of."""
        if isinstance(op, Call):
            return op.operands
        return (op.condition, op.then.yields[0], op.orelse.yields[0])


class _Chooser:
    def __init__(self, function: Function, memory: Memory, sums: Collection[Call]) -> None:
        self.memory = memory
        self.sums = sums
        self.inlining = Inlining()
        self.uses: dict[Operand, list[_Place]] = defaultdict(list)
        self.defined: dict[Operand, _Place] = {}
        self.ops: dict[Operand, Call | If] = {}
        self.writes: list[tuple[int, Tokens, Value | None]] = []
        self.written: dict[Operand, list[Value]] = defaultdict(list)
        self.named: set[Operand] = set()
        self.order: list[Value] = []
        self.counter = 0
        self.effective: dict[Operand, int] = {}
        self.copies: dict[Operand, int] = {}
        self.depth: dict[Operand, int] = defaultdict(int)
        self.managers: set[Value] = set()
        self.marks: list[int] = []
        self.kept: set[Operand] = set()
        self.raised: set[Operand] = set()
        self._region(function.body)

    def _region(self, region: Region) -> None:
        self.managers.update(managers_of(region.ops))
        self.raised.update(_made_to_be_raised(region.ops))
        for op, following in zip_longest(region.ops, region.ops[1:]):
            second = continued(op, following)
            if second is not None:
                self.kept.update(second.results)
            self.counter += 1
            at = _Place(region, self.counter)
            self._note_uses(op, at)
            self._note_write(op)
            match op:
                case If():
                    self._region(op.then)
                    self._region(op.orelse)
                case Loop():
                    for inner in op.regions:
                        self._region(inner)
                        self._collects(op, inner)
                case Call() | Comment():
                    pass
            self.counter += 1
            after = _Place(region, self.counter)
            for result in op.results:
                self.defined[result] = after
                if isinstance(op, Call | If):
                    self.ops[result] = op
                    self.order.append(result)
        self.counter += 1
        self.named.update(region.yields)
        for operand in region.yields:
            self.uses[operand].append(_Place(region, self.counter))

    def _note_uses(self, op: Operation, at: _Place) -> None:
        for operand in operands_of(op):
            self.uses[operand].append(at)
        if not isinstance(op, Call) or op.callee is not containers.rejoined:
            self.named.update(operands_of(op))

    def _collects(self, loop: Loop, region: Region) -> None:
        """A collected value is appended where it is defined."""
        for operand in loop.collected:
            place = self.defined.get(operand)
            if place is not None and place.region is region:
                self.uses[operand] = [
                    _Place(region, place.position) if u.region is region and u.position == self.counter else u
                    for u in self.uses[operand]
                ]

    def _note_write(self, op: Operation) -> None:
        if isinstance(op, Call):
            if isinstance(op.callee, FunctionRef):
                self.writes.extend((self.counter, self.memory.of(a), None) for a in written_by(op))
            elif is_write(op) or op in self.sums:
                self.written[op.args[0]].append(op.result)
                self.writes.append((self.counter, self.memory.of(op.args[0]), op.result))
            elif op.effect == "unknown":
                touched = frozenset(t for a in op.operands for t in self.memory.of(a))
                self.writes.append((self.counter, touched, op.results[0] if op.results else None))
            if any(op.callee is mark for mark in MARKS):
                self.marks.append(self.counter)
            elif op.callee is statements.kept:
                self.kept.update(op.args)

    def choose(self) -> Inlining:
        """Go backwards, so that the place where an expression ends up is known before its parts."""
        for value in reversed(self.order):
            if (value in self.managers and len(self.uses[value]) == 1) or self._may_inline(value):
                self.inlining.definitions[value] = self.ops[value]
                self.copies[value] = self._written_out(value)
        return self.inlining

    def _written_out(self, value: Value) -> int:
        """How often the text has the expression of a value: as often as it has those that it is a part of."""
        return max(len(self.uses[value]), sum(self.copies.get(reader, 1) for reader, _ in self._readers(value)))

    def _may_inline(self, value: Value) -> bool:
        op, uses = self.ops[value], self.uses[value]
        if not uses or value in self.kept or not self._is_expression(op) or not self._is_unwritten(value, op):
            return False
        if isinstance(op, Call) and self._is_repeatable(op) and (len(uses) <= 4 or self._is_plain_index(op)):
            where = self._where(value)
            if not self._is_disturbed(op, value, where):
                self.effective[value] = where
                return True
            return False
        if self._written_out(value) != 1 or value.name not in TEMPORARIES:
            return False
        (use,) = uses
        home = self.defined[value]
        if use.region is not home.region:
            return False
        where = self._where(value)
        if self._is_disturbed(op, value, where) or self._reader_depth(value) > MAX_DEPTH:
            return False
        self.effective[value] = where
        return True

    def _is_unwritten(self, value: Value, op: Call | If) -> bool:
        """Whether nothing adds to a value in place (a sum inside an expression does not), or it is a place."""
        if all(result in self.inlining for result in self.written.get(value, ())):
            return True
        return self._is_place(value, op)

    def _is_place(self, value: Value, op: Call | If) -> bool:
        """Whether a value that is written to can be written as `x[i]`: nobody asks for it by name afterwards."""
        return _is_part(op) and not any(r in self.named for r in self.written[value])

    def _reader_depth(self, value: Value) -> int:
        op = self.ops[value]
        depth = 1 + self.depth[value]
        for operand in self.inlining.operands(op):
            self.depth[operand] = max(self.depth[operand], depth)
        return depth

    def _where(self, value: Operand) -> int:
        """The position of the last statement in which a value is evaluated if it is written where it is used."""
        inside = (self.effective.get(reader, 0) for reader, _ in self._readers(value) if reader in self.inlining)
        return max(*(use.position for use in self.uses[value]), *inside, 0)

    def _readers(self, value: Operand) -> Iterable[tuple[Value, Call | If]]:
        return self.readers.get(value, ())

    @property
    def readers(self) -> dict[Operand, list[tuple[Value, Call | If]]]:
        """For each operand the operations that read it directly."""
        if not hasattr(self, "_reader_table"):
            table: dict[Operand, list[tuple[Value, Call | If]]] = defaultdict(list)
            for value, op in self.ops.items():
                assert isinstance(value, Value)
                for operand in self.inlining.operands(op) if len(op.results) == 1 else ():
                    table[operand].append((value, op))
            self._reader_table = table
        return self._reader_table

    def _is_disturbed(self, op: Call | If, value: Value, where: int) -> bool:
        if not isinstance(op, Call):
            return any(self.defined[value].position < p <= where for p in self.marks)
        start = self.defined[value].position
        if any(start < p <= where for p in self.marks):
            return True
        tokens: Tokens = frozenset(t for a in (*op.operands, value) if is_memory(a.type) for t in self.memory.of(a))
        if not tokens:
            return False
        return any(
            start < p < where and result not in self.inlining and tokens_overlap(tokens, written)
            for p, written, result in self.writes
        )

    def _is_expression(self, op: Call | If) -> bool:
        if len(op.results) != 1:
            return False
        if isinstance(op, Call):
            movable = op.effect in ("pure", "may_raise") or op.result in self.raised
            return movable and not written_by(op) and op.callee is not containers.rejoined
        if has_effect(op) or is_attempt(op):
            return False
        return all(
            isinstance(inner, Call) and inner.result in self.inlining
            for branch in (op.then, op.orelse)
            for inner in branch.ops
        )

    def _is_repeatable(self, op: Call) -> bool:
        if op.result.name not in TEMPORARIES:
            return False
        if op.callee in _COMPARISONS:
            return all(isinstance(v.type, Scalar) for v in op.operands)
        if op.callee in _INDEX:
            return is_int(op.result.type)
        if op.callee is containers.pack:
            return all(is_int(v.type) or _is_slice(v.type) or _is_whole(v) for v in op.operands)
        if op.callee is operator.getitem and isinstance(op.args[0], Value):
            shape = self.ops.get(op.args[0])
            return isinstance(shape, Call) and shape.callee is np.shape
        return op.callee in _DESCRIPTIONS

    def _is_plain_index(self, op: Call) -> bool:
        """Whether a tuple consists of names and constants: `x[i, :]` costs no more than `x[t]`."""
        return op.callee is containers.pack and not any(self._is_computed(v) for v in op.operands)

    def _is_computed(self, operand: Operand) -> bool:
        op = self.ops.get(operand)
        return isinstance(op, Call) and op.result.name in TEMPORARIES and self._is_repeatable(op)


def _made_to_be_raised(ops: Sequence[Operation]) -> set[Operand]:
    """What is computed right before a `raise`, for the exception: it stays in that statement."""
    found: set[Operand] = set()
    wanted: set[Operand] = set()
    for op in reversed(ops):
        if isinstance(op, Call) and op.callee is statements.raise_:
            wanted = set(op.operands)
        elif isinstance(op, Call) and op.results and op.result in wanted:
            found.add(op.result)
            wanted.update(op.operands)
        elif has_effect(op):
            wanted = set()
    return found


def _is_whole(operand: Operand) -> bool:
    """Whether an operand is the `:`, `...` or `None` of an index."""
    return isinstance(operand, Const) and (operand.value in (None, Ellipsis) or isinstance(operand.value, slice))


def _is_slice(kind: Type) -> bool:
    return isinstance(kind, Tuple) and kind.cls is slice


def _is_part(op: Call | If) -> bool:
    """Whether an expression names a part of something, which can be written to."""
    parts = (operator.getitem, containers.read_attribute, containers.present, np.transpose)
    if not isinstance(op, Call) or op.callee not in parts:
        return False
    if op.callee is operator.getitem and isinstance(op.args[0].type, Array):
        return is_basic_index(known(op.args[1]))
    return True


def choose_inlining(function: Function, memory: Memory, sums: Collection[Call]) -> Inlining:
    """The values of a placed function that are written inside other expressions.

    `sums` are additions that happen in place: they write to their first operand.
    """
    return _Chooser(function, memory, sums).choose()
