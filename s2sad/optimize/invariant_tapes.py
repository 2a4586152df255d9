"""Reads what is the same in every run of a loop directly, not from a tape.

for _ in n carry r: ... collect p            for _ in n carry r: ...
for q in p_tape[::-1]: ... mul q, r_bar      for ...: ... mul p, r_bar

A carried list of equal numbers from which every run takes the last is no more than the number: that is the adjoint
of a list that was only summed.

Hoisting makes values invariant after the tape was chosen; the list that is read no more is removed as dead code.
"""

from __future__ import annotations

import operator

from s2sad.analysis.undefined import maybe_undefined
from s2sad.ir.leaves import dtype_of
from s2sad.ir.ops import Call, Const, Function, Loop, Operand, Operation, is_derivative, is_undefined
from s2sad.ir.rewrite import defined_in
from s2sad.ir.types import Scalar
from s2sad.optimize.fold_match import is_literal
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers


def _is_backwards(index: Operand) -> bool:
    return isinstance(index, Const) and isinstance(index.value, slice) and index.value == slice(None, None, -1)


class _Tapes(Identity):
    def __init__(self, missing: set[Operand]) -> None:
        super().__init__()
        self.missing = missing
        self.constant: dict[Operand, Operand] = {}
        self.stacks: dict[Operand, Operand] = {}

    def call(self, op: Call, ops: list[Operation]) -> None:
        if op.callee is operator.getitem and op.args[0] in self.constant and _is_backwards(op.args[1]):
            self.constant[op.result] = self.constant[op.args[0]]
        if op.callee is operator.getitem and op.args[0] in self.stacks and is_literal(op.args[1], -1):
            number = self.stacks[op.args[0]]
            if dtype_of(number.type) == dtype_of(op.result.type) and is_derivative(op):
                self.replaced[op.result] = number
                return
        ops.append(op)

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        if op.lockstep and len(op.sources) > 1:
            for source in op.sources:
                if source.iterable in self.constant:
                    self.replaced[source.target] = self.constant[source.iterable]
        self._note_stacks(op)
        made = self.inside_loop(op)
        inside = {*made.params, *(s.target for s in made.sources), *(v for r in made.regions for v in defined_in(r))}
        for result, collected in zip(made.collected_results, made.collected, strict=True):
            if collected not in inside and collected not in self.missing and not is_undefined(collected):
                self.constant[result] = collected
        ops.append(made)

    def _note_stacks(self, op: Loop) -> None:
        """Note the carried lists of equal numbers that each run makes shorter, and nothing else changes."""
        shorter: dict[Operand, Operand] = {
            each.result: each.args[0]
            for each in op.after.ops
            if isinstance(each, Call) and each.callee is containers.without_last
        }
        for param, init, end in zip(op.params, op.inits, op.next_values, strict=True):
            number = self.constant.get(init)
            if number is not None and isinstance(number.type, Scalar) and shorter.get(end) is param:
                self.stacks[param] = number


def read_invariants_directly(function: Function) -> Function:
    """Replace the elements of a tape that are all the same value by the value."""
    return each_function(function, lambda each: _Tapes(maybe_undefined(each)).region(each.body))
