"""Assignments of a part of an array to another part of it: NumPy may read what it has overwritten.

x[1:] = x[:-1]          in order whatever the elements are
x[::2] = x[:3]          t.1 = in_order t.0, x[::2]: raises where an element is written before it is read
"""

from __future__ import annotations

import operator
from typing import Any

from s2sad.analysis.inference import is_basic_index, known
from s2sad.frontend.state import Ref, State, Step
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import Array, Scalar, dims_of
from s2sad.runtime import containers, overlap


def in_order(state: State, builder: Builder, ref: Ref, target: Operand, index: Operand, value: Operand) -> Operand:
    """What is assigned to elements of an array, checked at run time where their order counts.

    Args:
        state: what is known of memory.
        builder: where the check is put.
        ref: the array.
        target: its content.
        index: which elements.
        value: what is assigned.
    """
    if not isinstance(target.type, Array) or len(dims_of(value.type)) != 1 or not is_basic_index(known(index)):
        return value
    path = _path_of(state, ref, value)
    if not path or (path[:-1] == ref.path and _are_along_one_axis(builder, path[-1], index)):
        return value
    part = builder.call(operator.getitem, target, index)
    if len(dims_of(part.type)) != 1:
        return value  # NumPy makes a copy
    return builder.call(overlap.in_order, value, part, name="t")


def _path_of(state: State, ref: Ref, value: Operand) -> tuple[Step, ...] | None:
    """Which part of the same storage a value is; None of something else, and of the whole."""
    content = state.current[ref.storage]
    for (storage, path), (before, part) in state.paths.items():
        if storage is ref.storage and before is content and part is value:
            return path
    return None


def _are_along_one_axis(builder: Builder, read: Step, index: Operand) -> bool:
    """Whether elements are read at one stride where they are written at the same one."""
    if read.kind != "item":
        return False
    steps = _steps(builder, index)
    return steps is not None and steps == _steps(builder, read.key)


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
