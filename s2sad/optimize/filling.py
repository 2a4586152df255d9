"""A copy of a broadcast number is written as an array that is filled with it, zeros like a list of floats as a list.

b = np.broadcast_to 1.0, (np.shape x)
c = np.copy b                            np.ones_like(x); np.full_like(x, a) of another number `a`
z = zeros_like xs                        [0.0] * len(xs)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from s2sad.analysis.undefined import maybe_undefined
from s2sad.ir.leaves import dtype_of
from s2sad.ir.ops import Call, Const, Function, Operand, Operation, Value
from s2sad.ir.types import FLOAT, INT, Array, FixedList, List, Scalar, children
from s2sad.optimize.fold_match import is_literal
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers, tree


class _Filling(Identity):
    def __init__(self, function: Function) -> None:
        super().__init__()
        self.missing = maybe_undefined(function)
        # A list on the tape of another function may be missing there.
        self.is_given_a_tape = any(map(children, (param.type for param in function.params)))
        self.calls: dict[Operand, Call] = {}

    def call(self, op: Call, ops: list[Operation]) -> None:
        if op.callee is tree.zeros_like and self._is_list_of_floats(op.args[0]):
            zero, length = Value("t", FixedList((FLOAT,))), Value("t", INT)
            ops.append(replace(op, results=(zero,), callee=containers.build_list, args=(Const(0.0),)))
            ops.append(replace(op, results=(length,), callee=len))
            op = replace(op, callee=containers.repeated, args=(zero, length))
        made = self._filled(op) or op
        self.calls[made.result] = made
        ops.append(made)

    def _is_list_of_floats(self, operand: Operand) -> bool:
        kind = operand.type
        if not isinstance(kind, List) or kind.cls is not list or not isinstance(kind.element, Scalar):
            return False
        is_there = not self.is_given_a_tape and operand not in self.missing
        return is_there and kind.element.dtype == "float64" and not kind.element.integral

    def _filled(self, op: Call) -> Call | None:
        broadcast = self.calls.get(op.args[0]) if op.callee is np.copy else None
        if broadcast is None or broadcast.callee is not np.broadcast_to or broadcast.kwargs:
            return None
        number, shape = broadcast.args
        if not isinstance(number.type, Scalar) or number.type.dtype != dtype_of(op.result.type):
            return None
        like = self._array_of(shape, op)
        where = (shape,) if like is None else (like,)
        if is_literal(number, 1) and isinstance(number, Const):
            return replace(op, callee=np.ones if like is None else np.ones_like, args=where)
        return replace(op, callee=np.full if like is None else np.full_like, args=(*where, number))

    def _array_of(self, shape: Operand, op: Call) -> Operand | None:
        """The array of which `shape` is the shape, if it has the dtype of the result."""
        call = self.calls.get(shape)
        if call is None or call.callee is not np.shape or not isinstance(call.args[0].type, Array):
            return None
        return call.args[0] if dtype_of(call.args[0].type) == dtype_of(op.result.type) else None


def fill(function: Function) -> Function:
    """The function, and those that it calls, with arrays filled in the place of copies of broadcast numbers."""
    return each_function(function, lambda each: _Filling(each).region(each.body))
