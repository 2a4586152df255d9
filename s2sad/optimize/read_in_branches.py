"""Reads elements of lists again in the branches that use them, so that their adjoints need not leave the branch.

t = getitem D.1, i; c = gt t, 0          t = getitem D.1, i; c = gt t, 0
D.3 = if c:                              D.3 = if c:
  r = store t, j, v                        u = getitem D.1, i
  D.2 = rejoined D.1, i, r                 r = store u, j, v
  ...                                      ...

Where both sides of a branch are reversed, the adjoint of `t` would be a list of zeros, made in each run of a loop. A
read moves only to where nothing was written since: it gives the same element.
"""

from __future__ import annotations

import operator

from s2sad.analysis.ownership import FUNCTIONAL, IN_PLACE, is_memory
from s2sad.ir.ops import Call, Function, FunctionRef, If, Operand, Operation, Region, walk
from s2sad.ir.rewrite import clone_op, free_values, substitute
from s2sad.ir.types import List, Scalar
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers

_READS = (operator.getitem, containers.read_attribute)
_OUTSIDE = ("memory", "unknown", "io")


class _Again(Identity):
    """`reads`: the elements that were read since the last write, and the parts of these."""

    def __init__(self, only_written: bool) -> None:
        super().__init__()
        self.only_written = only_written
        self.reads: dict[Operand, Call] = {}

    def region(self, region: Region) -> Region:
        around, self.reads = self.reads, {}
        after = super().region(region)
        self.reads = around
        return after

    def operation(self, op: Operation, ops: list[Operation]) -> None:
        super().operation(op, ops)
        if any(isinstance(each, Call) and _writes(each) for each in walk(Region((op,), ()))):
            self.reads.clear()
        elif isinstance(op, Call) and self._is_read(op):
            self.reads[op.result] = op

    def _is_read(self, op: Call) -> bool:
        if op.callee not in _READS or not is_memory(op.result.type):
            return False
        owner, key = op.args
        is_element = isinstance(owner.type, List) and isinstance(key.type, Scalar)
        return is_element or (owner in self.reads and not is_memory(key.type))

    def branch(self, op: If, ops: list[Operation]) -> None:
        then, orelse = self.region(self._read_again(op.then)), self.region(self._read_again(op.orelse))
        same = then is op.then and orelse is op.orelse
        ops.append(op if same else If(op.results, op.condition, then, orelse, op.span, op.origin))

    def _read_again(self, branch: Region) -> Region:
        """The branch with copies of the reads of which it uses the results."""
        needed: set[Operand] = set(free_values(branch))
        if self.only_written:
            written = self._written_elements(branch)
            needed = {v for v in needed if v in self.reads and self._element(v, self.reads) in written}
        for read in reversed(self.reads.values()):
            if read.result in needed:
                needed.add(read.args[0])
        renaming: dict[Operand, Operand] = {}
        copies = tuple(clone_op(read, renaming) for result, read in self.reads.items() if result in needed)
        if not copies:
            return branch
        after = substitute(branch, renaming)
        return Region((*copies, *after.ops), after.yields)

    def _written_elements(self, branch: Region) -> set[Operand]:
        """The elements of lists to which, or to parts of which, derivative code in a branch writes."""
        calls = [each for each in walk(branch) if isinstance(each, Call)]
        reads = dict(self.reads)
        reads.update({each.result: each for each in calls if each.callee in _READS})
        return {self._element(each.args[0], reads) for each in calls if each.callee in FUNCTIONAL}

    def _element(self, part: Operand, reads: dict[Operand, Call]) -> Operand:
        """The element that was read first of those in which a part is."""
        while part in reads and (part not in self.reads or self.reads[part].args[0] in self.reads):
            part = reads[part].args[0]
        return part


def _writes(op: Call) -> bool:
    return op.effect in _OUTSIDE or op.callee in (*IN_PLACE, *FUNCTIONAL) or isinstance(op.callee, FunctionRef)


def read_in_branches(function: Function) -> Function:
    """The function with elements of lists read where branches use them."""
    return each_function(function, lambda each: _Again(only_written=False).region(each.body))


def read_written_in_branches(function: Function) -> Function:
    """The function with elements of lists read where branches write to them: so the writes can be made in the list."""
    return each_function(function, lambda each: _Again(only_written=True).region(each.body))
