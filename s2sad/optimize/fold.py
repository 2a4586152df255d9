"""Folds structure: what types, literals and definitions settle becomes simpler, or goes away.

    t = broadcast_to y_bar, s         x_bar = mul y_bar, x
    u = mul x, 1.0
    x_bar = mul t, u

Primal arithmetic is never regrouped; what regroups works on derivative code only. Memory that is written to keeps
its own name: a call whose result is overwritten later is not replaced by its operand.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.analysis.ownership import FUNCTIONAL, is_memory, overwritten
from s2sad.ir.ops import Call, Function, Operation, Region, Value, is_derivative, walk
from s2sad.ir.types import Scalar
from s2sad.optimize import fold_containers, fold_helpers, fold_numbers, fold_records, fold_shapes, fold_writes
from s2sad.optimize.fold_match import Folded, Known, Rule, count_reads
from s2sad.optimize.identity import Identity, each_function, to_fixpoint
from s2sad.rules.table import RuleTable

_STEPS = 8

Table = dict[Any, tuple[Rule, ...]]


def _united(*tables: Table) -> Table:
    united: Table = {}
    for table in tables:
        for callee, rules in table.items():
            united[callee] = (*united.get(callee, ()), *rules)
    return united


_PRIMAL = _united(fold_numbers.ANYWHERE, fold_shapes.ANYWHERE, fold_containers.ANYWHERE, fold_helpers.ANYWHERE)
_DERIVATIVE = _united(
    _PRIMAL,
    fold_numbers.IN_DERIVATIVES,
    fold_shapes.IN_DERIVATIVES,
    fold_writes.IN_DERIVATIVES,
    fold_records.IN_DERIVATIVES,
)


class _Folder(Identity):
    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known

    def call(self, op: Call, ops: list[Operation]) -> None:
        for _ in range(_STEPS):
            found = self._folded(op)
            if found is None:
                break
            ops.extend(self.known.added)
            self.known.added.clear()
            if not isinstance(found, Call):
                self.replaced[op.result] = found
                return
            op = found
        self.known.define(op)
        ops.append(op)

    def _folded(self, op: Call) -> Folded:
        for rule in _rules_for(op):
            found = rule(op, self.known)
            if found is not None and self._may_stand_for(found, op):
                return found
            self.known.added.clear()
        return None

    def _may_stand_for(self, found: Any, op: Call) -> bool:
        if isinstance(found, Call) or not is_memory(op.result.type) or op.callee in FUNCTIONAL:
            return True
        written = self.known.written
        return op.result not in written and (is_derivative(op) or found not in written)


def _rules_for(op: Call) -> tuple[Rule, ...]:
    table = _DERIVATIVE if is_derivative(op) else _PRIMAL
    try:
        return table.get(op.callee, ())
    except TypeError:  # a callee that cannot be hashed has no rule
        return ()


def _is_raw_power(op: Operation) -> bool:
    if not isinstance(op, Call) or (op.callee is not np.power and op.callee is not np.float_power):
        return False
    return isinstance(op.args[0], Value) and isinstance(op.args[0].type, Scalar)


def fold(function: Function, rules: RuleTable) -> Function:
    """Fold every call of a function, and of those that it calls, until nothing changes."""

    def fold_body(each: Function) -> Region:
        written = overwritten(rules, each)
        raw_powers = any(map(_is_raw_power, walk(each.body)))

        def sweep(body: Region) -> Region:
            known = Known(written=written, raw_powers=raw_powers)
            count_reads(body, known)
            return _Folder(known).region(body)

        return to_fixpoint(each.body, sweep)

    return each_function(function, fold_body)
