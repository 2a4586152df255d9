"""Assignments of a part of an array to another part of it: NumPy may read what it has overwritten.

x[1:] = x[:-1]          in order whatever the elements are
x[::2] = x[:3]          t.1 = in_order t.0, x[::2]: raises where an element is written before it is read
"""

from __future__ import annotations

import operator
from typing import Any

from s2sad.analysis.inference import alias_of, is_basic_index, known
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import Array, Scalar, dims_of
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, overlap


def in_order(rules: RuleTable, builder: Builder, chain: list[Operand], index: Operand, value: Operand) -> Operand:
    """What is assigned to the array at the end of a chain of parts, checked at run time where its order counts."""
    target = chain[-1]
    if not isinstance(target.type, Array) or len(dims_of(value.type)) != 1 or not is_basic_index(known(index)):
        return value
    reads = _reads(rules, builder, chain, value)
    if reads is None or (reads and reads[-1].args[0] is target and _along_one_axis(builder, reads, index)):
        return value
    part = builder.call(operator.getitem, target, index)
    if len(dims_of(part.type)) != 1:
        return value  # NumPy makes a copy
    return builder.call(overlap.in_order, value, part, name="t")


def _reads(rules: RuleTable, builder: Builder, chain: list[Operand], value: Operand) -> list[Call] | None:
    """The calls that make a view of what a chain consists of, last one first; None if it is no such view."""
    found: list[Call] = []
    while value not in chain:
        op = builder.definitions.get(value)
        if not isinstance(op, Call) or not op.args or alias_of(rules, op.callee) == "fresh":
            return None
        if op.callee is operator.getitem and not is_basic_index(known(op.args[1])):
            return None
        found.append(op)
        value = op.args[0]
    return found


def _along_one_axis(builder: Builder, reads: list[Call], index: Operand) -> bool:
    """Whether elements are read at one stride where they are written at the same one."""
    if len(reads) != 1 or reads[0].callee is not operator.getitem:
        return False
    steps = _steps(builder, index)
    return steps is not None and steps == _steps(builder, reads[0].args[1])


def _steps(builder: Builder, index: Operand) -> list[Any] | None:
    """What an index does to each axis: the step of a slice, 0 where it selects one element; None if that is open."""
    parts: tuple[Operand, ...] = (index,)
    op = builder.definitions.get(index)
    if isinstance(index, Const) and isinstance(index.value, tuple):
        parts = tuple(map(Const, index.value))
    elif isinstance(op, Call) and op.callee is containers.pack:
        parts = op.args
    steps = [_step(builder, part) for part in parts]
    return None if None in steps else steps


def _step(builder: Builder, part: Operand) -> int | None:
    step: Any = None
    op = builder.definitions.get(part)
    if isinstance(part, Const) and isinstance(part.value, slice):
        step = part.value.step
    elif isinstance(op, Call) and op.callee is slice:
        step = known(op.args[2]) if len(op.args) > 2 else None
    else:
        is_index = type(known(part)) is int or isinstance(part.type, Scalar)
        return 0 if is_index else None
    if step is None:
        return 1
    return step if type(step) is int else None
