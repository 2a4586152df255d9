"""Additions to parts of parts of lists, in place of a sum with a part that is zero almost everywhere.

r.0 = zeros_like t
r.1 = list_add_at r.0, j, v
t.1 = build_dict ('m', 'x'), u, r.1      b.2 = part_added b.1, u, i, 'm'             printed  b[i]['m'] += u
b.2 = list_add_at b.1, i, t.1            b.3 = part_added b.2, v, i, 'x', j          printed  b[i]['x'][j] += v
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from s2sad.analysis.inference import container_item, known
from s2sad.ir.ops import Call, Const, Function, Operand, Operation, Region, Value, walk
from s2sad.ir.types import Array, FixedList, List, Record, Scalar, Type, is_differentiable
from s2sad.optimize.fold_match import Known, count_reads, is_literal
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers, indexing, tree

_ZEROS = (np.zeros_like, np.zeros, tree.zeros_like)


def add_to_nested_parts(function: Function) -> Function:
    """The function with additions to parts of parts made where these are."""
    return each_function(function, lambda each: _NestedSums(each).region(each.body))


@dataclass
class _Sum:
    """What is added to a list, part by part; `made` are the values that put the parts together."""

    terms: list[tuple[Operand, tuple[Operand, ...]]] = field(default_factory=list)
    made: set[Operand] = field(default_factory=set)


class _NestedSums(Identity):
    def __init__(self, function: Function) -> None:
        super().__init__()
        self.zeros: set[Operand] = set()
        reads = Known()
        count_reads(function.body, reads)
        self.uses = reads.uses
        for op in walk(function.body):
            if isinstance(op, Call) and op.callee in _ZEROS:
                self.zeros.update(op.results)
        self.here: dict[Operand, Call] = {}

    def region(self, region: Region) -> Region:
        around, self.here = self.here, {r: op for op in region.ops if isinstance(op, Call) for r in op.results}
        found = super().region(region)
        self.here = around
        return found

    def call(self, op: Call, ops: list[Operation]) -> None:
        whole = op.args[0] if op.callee is tree.list_add_at else None
        element = _item(whole.type, op.args[1]) if whole is not None else None
        total = _Sum()
        if whole is None or element is None or not self._collect(op.args[2], element, (op.args[1],), total):
            ops.append(op)
            return
        ops[:] = [each for each in ops if not total.made.intersection(each.results)]
        for v, path in total.terms:
            version = Value(op.result.name, op.result.type)
            made = replace(op, results=(version,), callee=tree.part_added, args=(whole, *self.all((v, *path))))
            ops.append(made)
            self.here[version], self.uses[version] = made, 1
            whole = version
        self.replaced[op.result] = whole
        self.uses[whole] += self.uses[op.result] - 1

    def _collect(self, operand: Operand, kind: Type, path: tuple[Operand, ...], total: _Sum) -> bool:
        """Take apart what is added to a part of type `kind`; False if it can only be added as a whole."""
        made = self.here.get(operand)
        if operand in self.zeros:
            total.made.update([operand] if made is not None and self.uses[operand] == 1 else [])
            return True
        if made is None or self.uses[operand] != 1:
            return False
        if made.callee in (tree.list_add_at, indexing.add_at):
            base, index, v = made.args
            item = _item(kind, index)
            if item is None or not self._collect(base, kind, path, total):
                return False
            self._term(v, item, (*path, index), total)
        elif made.callee is tree.part_added:
            base, v, *inner = made.args
            if not self._collect(base, kind, path, total):
                return False
            total.terms.append((v, (*path, *inner)))
        elif made.callee is containers.build_dict and isinstance(kind, Record):
            for key, v in zip(known(made.args[0]), made.args[1:], strict=True):
                self._term(v, dict(kind.fields)[key], (*path, Const(key)), total)
        else:
            return False
        total.made.add(operand)
        return True

    def _term(self, v: Operand, kind: Type, path: tuple[Operand, ...], total: _Sum) -> None:
        is_zero = is_literal(v, 0) or not is_differentiable(kind)
        if not is_zero and not self._collect(v, kind, path, total):
            total.terms.append((v, path))


def _item(kind: Type, index: Operand) -> Type | None:
    """The type of the part at an index of a list, dict or array of type `kind`, None if nothing can be added to it."""
    if isinstance(kind, Array):
        return None if indexing.may_repeat_type(known(index)) else Scalar(kind.dtype)
    if isinstance(kind, List | FixedList | Record) and kind.cls is not tuple:
        return container_item(kind, known(index))
    return None
