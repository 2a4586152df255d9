"""Which values depend differentiably on the chosen inputs: only they get derivative code.

`varied(function, {x})` holds every value with a path of differentiable operations from `x`.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable

from typing_extensions import assert_never

from s2sad.ir.ops import Call, Comment, Const, Function, FunctionRef, If, Loop, Operand, Operation, Region, Value
from s2sad.ir.types import is_differentiable
from s2sad.rules.result_unruled import GRIDS
from s2sad.rules.table import RuleTable
from s2sad.runtime.text import FString


class _Activity:
    def __init__(self, rules: RuleTable, functions: dict[str, Function]) -> None:
        self.rules = rules
        self.functions = functions
        self.varied: set[Operand] = set()

    def mark(self, values: Iterable[Value]) -> None:
        for value in values:
            if value not in self.varied and is_differentiable(value.type):
                self.varied.add(value)

    def mark_if(self, pairs: Iterable[tuple[Value, Operand]]) -> None:
        self.mark(result for result, operand in pairs if operand in self.varied)

    def region(self, region: Region) -> None:
        for op in region.ops:
            self.operation(op)

    def operation(self, op: Operation) -> None:
        match op:
            case Call():
                if any(operand in self.varied for operand in op.operands) and not self.is_constant(op):
                    self.mark(op.results)
            case If():
                self.region(op.then)
                self.region(op.orelse)
                self.mark_if(zip(op.results, op.then.yields, strict=True))
                self.mark_if(zip(op.results, op.orelse.yields, strict=True))
            case Loop():
                self.loop(op)
            case Comment():
                pass
            case _:
                assert_never(op)

    def is_constant(self, op: Call) -> bool:
        if isinstance(op.callee, FunctionRef):
            return False
        if isinstance(op.callee, FString) or op.callee in (str, repr):
            return True
        if op.callee is operator.mod and isinstance(op.args[0], Const) and isinstance(op.args[0].value, str):
            return True  # formatting
        rule = self.rules.get(op.callee)
        if rule is None:
            return False
        if rule.kind == "constant":
            return True
        if not rule.parameters:
            return False
        return not any(operand in self.varied for operand in differentiable_operands(self.rules, op))

    def loop(self, op: Loop) -> None:
        self.mark_if((s.target, s.iterable) for s in op.sources)
        self.mark_if(zip(op.params, op.inits, strict=True))
        known = -1
        while known < len(self.varied):
            known = len(self.varied)
            for region in op.regions:
                self.region(region)
            self.mark_if(zip(op.params, op.next_values, strict=True))
            if op.before is not None:
                self.mark_if(zip(op.params, op.exit_values, strict=True))
        self.mark_if(zip(op.carried_results, op.params, strict=True))
        self.mark_if(zip(op.collected_results, op.collected, strict=True))


def differentiable_operands(rules: RuleTable, op: Call) -> list[Operand]:
    """The operands of a primitive through which derivatives pass."""
    rule = rules.get(op.callee)
    if rule is None or not rule.parameters or rule.definition is not None or reads_grid(op):
        return list(op.operands)
    bound = rule.signature.bind(*op.args, **dict(op.kwargs))
    found: list[Operand] = []
    for name in rule.wrt:
        value = bound.arguments.get(name)
        if isinstance(value, tuple):
            found.extend(value)
        elif value is not None:
            found.append(value)
    return found


def reads_grid(op: Call) -> bool:
    """Whether a call is `np.mgrid[...]` or `np.ogrid[...]`, whose numbers are those of the index."""
    return op.callee is operator.getitem and any(isinstance(op.args[0], Const) and op.args[0].value is g for g in GRIDS)


def varied(rules: RuleTable, function: Function, inputs: Iterable[Value]) -> set[Operand]:
    """The values of a function that depend differentiably on `inputs`."""
    activity = _Activity(rules, function.functions)
    activity.mark(inputs)
    activity.region(function.body)
    return activity.varied
