"""Hoists loop invariants: pure operations on values from outside run once, in front of the loop.

    for i in s:             t = np.exp a
      t = np.exp a          for i in s:
      u = mul t, i            u = mul t, i

Nothing leaves an `if`, nothing that may raise moves, and memory that is written to stays where it is made.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.analysis.ownership import overwritten, written_elements
from s2sad.analysis.undefined import maybe_undefined
from s2sad.ir.ops import Call, Function, Loop, Operand, Operation, Region, Value
from s2sad.ir.rewrite import defined_in
from s2sad.ir.types import Array, Scalar
from s2sad.optimize.fresh import is_buffer
from s2sad.optimize.identity import Identity, each_function
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, statements

_ARITHMETIC: tuple[Any, ...] = (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow)
_TRIVIAL: tuple[Any, ...] = (np.shape, np.ndim, np.size, np.transpose, np.broadcast_to, np.iscomplexobj)


def _is_worthwhile(op: Call) -> bool:
    """Whether an operation costs more than reading a local variable: not tests, counters, views."""
    kind = op.result.type
    if any(op.callee is c for c in _ARITHMETIC):
        return not (isinstance(kind, Scalar) and np.dtype(kind.dtype).kind in "biu")
    if isinstance(kind, Array) or isinstance(op.callee, np.ufunc):
        return not any(op.callee is c for c in _TRIVIAL)
    module = getattr(op.callee, "__module__", None) or ""
    return module == "math" or (module.split(".")[0] == "numpy" and not any(op.callee is c for c in _TRIVIAL))


class _Hoisting(Identity):
    def __init__(self, unmoved: frozenset[Operand], elements: frozenset[Operand]) -> None:
        super().__init__()
        self.unmoved = unmoved
        self.elements = elements

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        op = self.inside_loop(op)
        inside: set[Operand] = {*op.params, *(s.target for s in op.sources)}
        for region in op.regions:
            inside |= defined_in(region)
        moved = self._moved(op, inside)
        if moved:
            ops.extend(moved)
            gone = set(map(id, moved))
            before = _without(op.before, gone) if op.before else None
            op = replace(op, before=before, after=_without(op.after, gone))
        ops.append(op)

    def _moved(self, loop: Loop, inside: set[Operand]) -> list[Operation]:
        """The operations that leave the loop: the worthwhile ones and what they need."""
        movable: dict[Operand, Call] = {}
        wanted: set[int] = set()
        for region in loop.regions:
            depth = 0  # what happens in a block of `with` or `try` stays there
            for op in region.ops:
                depth += _opened(op)
                if depth or not isinstance(op, Call) or not self._is_movable(op, inside, movable):
                    continue
                movable[op.result] = op
                if _is_worthwhile(op):
                    _want(op, movable, wanted)
        return [op for op in movable.values() if id(op) in wanted]

    def _is_movable(self, op: Call, inside: set[Operand], movable: dict[Operand, Call]) -> bool:
        if op.effect != "pure" or len(op.results) != 1 or is_buffer(op) or op.result in self.unmoved:
            return False
        if op.callee is containers.read_attribute:
            return False
        if op.result in self.elements:  # each run has one of its own
            return False
        return all((x not in inside or x in movable) and x not in self.unmoved for x in op.operands)


def _opened(op: Operation) -> int:
    """1 where a block of `with` or `finally` begins, -1 where it ends."""
    callee = op.callee if isinstance(op, Call) else None
    if callee is statements.enter or callee is statements.protect:
        return 1
    return -1 if callee is statements.leave or callee is statements.released else 0


def _want(op: Call, movable: dict[Operand, Call], wanted: set[int]) -> None:
    queue = [op]
    while queue:
        each = queue.pop()
        if id(each) not in wanted:
            wanted.add(id(each))
            queue += [movable[x] for x in each.operands if isinstance(x, Value) and x in movable]


def _without(region: Region, gone: set[int]) -> Region:
    return Region(tuple(op for op in region.ops if id(op) not in gone), region.yields)


def hoist_invariants(function: Function, rules: RuleTable) -> Function:
    """Move pure operations that do not depend on a loop in front of it."""
    return each_function(
        function,
        lambda each: _Hoisting(overwritten(rules, each) | maybe_undefined(each), written_elements(rules, each)).region(
            each.body
        ),
    )
