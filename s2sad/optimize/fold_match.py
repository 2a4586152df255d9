"""What folding rules ask: definitions, literals, known shapes, and who reads a value.

t = neg b           `known.operand_of(t, operator.neg)` -> b
c = add a, t        `known.uses[t]` -> 1
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad.ir.ops import Call, Const, Operand, Region, Value, operands_of, regions_of, walk
from s2sad.ir.types import Array, Scalar, Type, dims_of, elementwise_type, is_numeric


@dataclass
class Known:
    """What is known while a function is folded.

    Attributes:
        calls: the call that defines a value.
        uses: how often a value is read; as of the start of the sweep, so good for judging gain only.
        readers: a call that reads a value.
        written: values whose memory is written to.
        added: operations that a rule has put in front of the call it folds.
    """

    calls: dict[Operand, Call] = field(default_factory=dict)
    uses: Counter[Operand] = field(default_factory=Counter)
    readers: dict[Operand, Call] = field(default_factory=dict)
    written: frozenset[Operand] = frozenset()
    added: list[Call] = field(default_factory=list)
    raw_powers: bool = False

    def define(self, call: Call) -> None:
        """Note the definition of a call's results."""
        for result in call.results:
            self.calls[result] = call

    def definition(self, operand: Operand, *callees: Any) -> Call | None:
        """The call of one of `callees` that gives `operand`."""
        call = self.calls.get(operand)
        if call is None:
            return None
        for callee in callees:
            if call.callee is callee:
                return call
        return None

    def operand_of(self, operand: Operand, *callees: Any) -> Operand | None:
        """`x` where `operand` is `callee(x)`."""
        call = self.definition(operand, *callees)
        return call.args[0] if call is not None and len(call.args) == 1 and not call.kwargs else None

    def emit(
        self, like: Call, callee: Any, *args: Operand, type: Type, effect: str = "pure", **kwargs: Operand
    ) -> Value:
        """Add a call in front of the one that is folded."""
        result = Value("t", type)
        call = Call((result,), callee, args, tuple(kwargs.items()), effect, like.span, like.origin, like.quiet)
        self.added.append(call)
        self.define(call)
        return result

    def is_numpy(self, operand: Operand, depth: int = 8) -> bool:
        """Whether a number is certainly NumPy's, so that dividing by zero does not raise."""
        if isinstance(operand.type, Array):
            return True
        call = self.calls.get(operand)
        if call is None or depth == 0 or not isinstance(operand.type, Scalar) or operand.type.weak:
            return False
        if isinstance(call.callee, np.ufunc):
            return True
        if getattr(call.callee, "__module__", None) == "_operator":
            return any(self.is_numpy(x, depth - 1) for x in call.args)
        return getattr(call.callee, "__module__", None) == "numpy" and isinstance(call.args[0].type, Array)


Folded = Operand | Call | None
Rule = Callable[[Call, Known], Folded]
"""What stands for a call: an operand, another call with the same result, or nothing better."""


def count_reads(region: Region, known: Known) -> None:
    """Fill in how often values of the region are read, and by whom."""
    known.uses.update(region.yields)
    for op in walk(region):
        operands = operands_of(op)
        known.uses.update(operands)
        if isinstance(op, Call):
            for operand in operands:
                known.readers[operand] = op
        for inner in regions_of(op):
            known.uses.update(inner.yields)


def literal(operand: Operand) -> int | float | None:
    """The number that is written in the program, None for anything else, and for an int that no float can hold."""
    if isinstance(operand, Const) and not operand.path and type(operand.value) in (int, float):
        value: int | float = operand.value
        too_large = type(value) is int and abs(value) > sys.float_info.max
        return None if too_large else value
    return None


def is_literal(operand: Operand, value: int) -> bool:
    """Whether an operand is the number `value`, as an int or float."""
    return literal(operand) == value


def is_full(dims: Iterable[Any]) -> bool:
    """Whether all dims are known."""
    return all(d is not None for d in dims)


def same_shape(a: Operand, b: Operand) -> bool:
    """Whether two operands are known to have one shape."""
    return is_numeric(a.type) and is_numeric(b.type) and dims_of(a.type) == dims_of(b.type) and is_full(dims_of(a.type))


def same_type(a: Operand, b: Operand) -> bool:
    """Whether two operands are numbers or arrays of one type, with known dims."""
    return a.type == b.type and same_shape(a, b)


def arithmetic_type(*operands: Operand) -> Type:
    """The type of an elementwise result of these operands."""
    return elementwise_type(*(operand.type for operand in operands))
