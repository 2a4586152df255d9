"""Checks the IR: single definition, dominance, arity; the complaint is printed under the offending line.

A value is defined once; it is read only where its definition has run; regions yield what their operation expects.
"""

from __future__ import annotations

from typing_extensions import assert_never

from s2sad.ir.ops import Call, Comment, Function, If, Loop, Operand, Operation, Region, Value, operands_of
from s2sad.ir.printer import to_text_with_mark


class VerificationError(AssertionError):
    """The IR is not well formed: a bug of a pass."""


class _Verifier:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.defined: set[Value] = set()

    def fail(self, offender: object, complaint: str) -> None:
        raise VerificationError("\n" + to_text_with_mark(self.function, offender, complaint))

    def define(self, values: tuple[Value, ...], visible: set[Value], offender: object) -> None:
        for value in values:
            if value in self.defined:
                self.fail(offender, f"{value.name} is defined twice")
            self.defined.add(value)
            visible.add(value)

    def read(self, operands: tuple[Operand, ...], visible: set[Value], offender: object) -> None:
        for operand in operands:
            if isinstance(operand, Value) and operand not in visible:
                known = "not visible here" if operand in self.defined else "not defined"
                self.fail(offender, f"{operand.name} is {known}")

    def region(self, region: Region, visible: set[Value]) -> set[Value]:
        inside = set(visible)
        for op in region.ops:
            self.operation(op, inside)
        self.read(region.yields, inside, region)
        return inside

    def operation(self, op: Operation, visible: set[Value]) -> None:
        self.read(operands_of(op), visible, op)
        match op:
            case Call() | Comment():
                pass
            case If():
                for region in (op.then, op.orelse):
                    self.region(region, visible)
                    if len(region.yields) != len(op.results):
                        self.fail(op, f"{len(region.yields)} yields for {len(op.results)} results")
            case Loop():
                self.loop(op, visible)
            case _:
                assert_never(op)
        self.define(op.results, visible, op)

    def loop(self, op: Loop, visible: set[Value]) -> None:
        inside = set(visible)
        self.define(tuple(s.target for s in op.sources) + op.params, inside, op)
        if len(op.inits) != len(op.params):
            self.fail(op, f"{len(op.inits)} initial values for {len(op.params)} carried ones")
        if op.before:
            inside = self.region(op.before, inside)
            if len(op.before.yields) < 1 + len(op.params):
                self.fail(op.before, "the exit yields too few values")
        elif not op.sources:
            self.fail(op, "a loop without sources needs an exit")
        self.region(op.after, inside)
        if len(op.next_values) != len(op.params) or len(op.collected) != len(op.collected_results):
            self.fail(op.after, "yields and results do not fit")


def verify(function: Function) -> None:
    """Raise VerificationError if the function, or one that it calls, is not well formed."""
    for each in (*function.functions.values(), function):
        verifier = _Verifier(each)
        visible: set[Value] = set()
        verifier.define(each.params, visible, each)
        verifier.region(each.body, visible)
