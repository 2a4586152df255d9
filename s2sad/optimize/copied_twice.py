"""Takes out copies of copies that nothing else reads: one round of `place` made the first, another one the second.

d.1 = np.copy d.0           d.1 = np.copy d.0
b.1 = updated b.0, i, 0     b.1 = updated b.0, i, 0
d.2 = np.copy d.1           for ... carry d.3 = d.1
for ... carry d.3 = d.2
"""

from __future__ import annotations

import operator
from dataclasses import replace

import numpy as np

from s2sad.ir.ops import Call, Function, Operand, Operation, Region, Value
from s2sad.optimize.fold_match import Known, count_reads
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import tree

_COPIES = (np.copy, tree.copy)


def without_second_copies(function: Function) -> Function:
    """The function in which nothing is copied that is a copy and is not read again."""
    return each_function(function, lambda each: _Copies(each).region(each.body))


class _Copies(Identity):
    def __init__(self, function: Function) -> None:
        super().__init__()
        reads = Known()
        count_reads(function.body, reads)
        self.uses = reads.uses
        self.here: set[Operand] = set()

    def region(self, region: Region) -> Region:
        around, self.here = self.here, set()
        found = super().region(region)
        self.here = around
        return found

    def call(self, op: Call, ops: list[Operation]) -> None:
        is_inserted = op.callee in _COPIES and op.span is None and op.origin is None
        if is_inserted and op.args[0] in self.here and self.uses[op.args[0]] == 1:
            self.replaced[op.result] = op.args[0]
            self.uses[op.args[0]] = self.uses[op.result]
            return
        if is_inserted and ops and self.uses[op.args[0]] == 1:
            op = self._of_unnamed(op, ops)
        if op.callee in _COPIES:
            self.here.update(op.results)
        ops.append(op)

    @staticmethod
    def _of_unnamed(op: Call, ops: list[Operation]) -> Call:
        """The copy of a part that was just read, and needs no name then."""
        read = ops[-1]
        if not isinstance(read, Call) or read.callee is not operator.getitem or read.results != op.args:
            return op
        part = Value("t" if read.origin is None else "t_bar", read.result.type)
        ops[-1] = replace(read, results=(part,))
        return replace(op, args=(part,))
