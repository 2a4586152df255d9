"""Simplifies branches: inside the branch of a test, the same test is settled.

if c:                   if c:
  t = if c: yield a       t is a
      else: yield b
t = if c: yield True    t is c
    else: yield False
"""

from __future__ import annotations

import operator
from dataclasses import replace

from s2sad.ir.ops import Call, Const, Function, If, Loop, Operand, Operation, Region
from s2sad.ir.rewrite import defined_in, substitute
from s2sad.ir.types import BOOL
from s2sad.optimize.identity import Identity, each_function


class _Settled(Identity):
    def __init__(self) -> None:
        super().__init__()
        self.truth: dict[Operand, bool] = {}
        self.negations: dict[Operand, Operand] = {}

    def call(self, op: Call, ops: list[Operation]) -> None:
        if op.callee is operator.not_ and len(op.args) == 1:
            self.negations[op.result] = op.args[0]
        ops.append(op)

    def _known(self, condition: Operand) -> bool | None:
        if condition in self.truth:
            return self.truth[condition]
        inner = self.negations.get(condition)
        found = None if inner is None else self._known(inner)
        return None if found is None else not found

    def branch(self, op: If, ops: list[Operation]) -> None:
        known = self._known(op.condition)
        if known is None:
            then, orelse = self._under(op, op.then, True), self._under(op, op.orelse, False)
            same = then is op.then and orelse is op.orelse
            ops.append(op if same else replace(op, then=then, orelse=orelse))
            for result, *yielded in zip(op.results, then.yields, orelse.yields, strict=True):
                if op.condition.type == BOOL and _is_bool(yielded[0], True) and _is_bool(yielded[1], False):
                    self.replaced[result] = op.condition
            return
        taken = op.then if known else op.orelse
        for each in taken.ops:
            self.operation(each, ops)
        for result, operand in zip(op.results, taken.yields, strict=True):
            self.replaced[result] = self.resolve(operand)

    def _under(self, op: If, region: Region, truth: bool) -> Region:
        outer = self.truth
        self.truth = {**outer, **self._consequences(op.condition, truth)}
        after = self.region(region)
        self.truth = outer
        return after

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        """What runs after the test of a loop's exit runs only if that was false, and the exit only if it was true."""
        if op.before is None:
            ops.append(self.inside_loop(op))
            return
        before = self.region(op.before)
        condition = before.yields[0]
        outer = self.truth
        self.truth = {**outer, **self._consequences(condition, False)}
        after = self.region(op.after)
        self.truth = outer
        leaving, staying = _decided(before, condition)
        n = 1 + len(op.params)
        exits = tuple(leaving.get(y, y) for y in before.yields[1:n])
        if any(a is not b for a, b in zip(exits, before.yields[1:n], strict=True)):
            before = Region(before.ops, (condition, *exits, *before.yields[n:]))
        after = substitute(after, staying)
        same = before is op.before and after is op.after
        ops.append(op if same else replace(op, before=before, after=after))

    def _consequences(self, condition: Operand, truth: bool) -> dict[Operand, bool]:
        found = {condition: truth}
        inner = self.negations.get(condition)
        while inner is not None:
            truth = not truth
            found[inner] = truth
            inner = self.negations.get(inner)
        return found


def _decided(before: Region, condition: Operand) -> tuple[dict[Operand, Operand], dict[Operand, Operand]]:
    """What results of an `if` on the exit's test are when the loop is left, and when it goes on."""
    leaving: dict[Operand, Operand] = {condition: Const(True)} if condition.type == BOOL else {}
    staying: dict[Operand, Operand] = {}
    for op in before.ops:
        if isinstance(op, If) and op.condition is condition:
            for result, then, orelse in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
                if then not in defined_in(op.then):
                    leaving[result] = then
                if orelse not in defined_in(op.orelse):
                    staying[result] = orelse
    return leaving, staying


def _is_bool(operand: Operand, truth: bool) -> bool:
    return isinstance(operand, Const) and operand.value is truth


def simplify_branches(function: Function) -> Function:
    """Replace an `if` by its branch where an enclosing `if` has tested the same value."""
    return each_function(function, lambda each: _Settled().region(each.body))
