"""Additions to parts of parts of lists, in place of a sum with a part that is zero almost everywhere.

r.0 = zeros_like t
r.1 = list_add_at r.0, j, v
t.1 = build_dict ('m', 'x'), u, r.1      b.2 = part_added b.1, u, i, 'm'             printed  b[i]['m'] += u
b.2 = list_add_at b.1, i, t.1            b.3 = part_added b.2, v, i, 'x', j          printed  b[i]['x'][j] += v
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from s2sad.analysis.inference import known, written_part
from s2sad.ir.ops import Call, Const, Function, Operand, Operation, Region, Value, walk
from s2sad.ir.types import Array, FixedList, Object, Record, Scalar, Type, is_differentiable
from s2sad.optimize.fold_match import Known, count_reads, is_literal
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers, indexing, tree

_ZEROS = (np.zeros_like, np.zeros, tree.zeros_like)
_NAMES: dict[Any, int] = {containers.build_dict: 0, containers.build_object: 1}  # the argument that holds them
DISPLAYS = (containers.build_list, *_NAMES)
_ADDITIONS = (tree.list_add_at, tree.part_added)


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
        total = _Sum()
        if op.callee not in _ADDITIONS or not self._take_apart(op, total):
            ops.append(op)
            self.here.update(dict.fromkeys(op.results, op))
            return
        whole = op.args[0]
        ops[:] = [each for each in ops if not total.made.intersection(each.results)]
        for term, place in total.terms:
            version = Value(op.result.name, op.result.type)
            made = replace(op, results=(version,), callee=tree.part_added, args=(whole, *self.all((term, *place))))
            ops.append(made)
            self.here[version], self.uses[version] = made, 1
            whole = version
        self.replaced[op.result] = whole
        self.uses[whole] += self.uses[op.result] - 1

    def _take_apart(self, op: Call, total: _Sum) -> bool:
        """Take apart what a call adds to a list."""
        whole, v, *path = op.args if op.callee is tree.part_added else (op.args[0], op.args[2], op.args[1])
        kind: Type | None = whole.type
        for key in path:
            kind = None if kind is None else _item(kind, key)
        return kind is not None and self._collect(v, kind, tuple(path), total)

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
        elif made.callee in DISPLAYS and isinstance(kind, Record | Object | FixedList):
            for key, v in parts_of_display(made):
                part = written_part(kind, key)
                if part is None:
                    return False
                self._term(v, part, (*path, Const(key)), total)
        else:
            return False
        total.made.add(operand)
        return True

    def _term(self, v: Operand, kind: Type, path: tuple[Operand, ...], total: _Sum) -> None:
        is_zero = is_literal(v, 0) or not is_differentiable(kind)
        if not is_zero and not self._collect(v, kind, path, total):
            total.terms.append((v, path))


def parts_of_display(display: Call) -> Iterable[tuple[Any, Operand]]:
    """The keys and parts of a list, dict or object that is written out."""
    if display.callee is containers.build_list:
        return enumerate(display.args)
    names, *parts = display.args[_NAMES[display.callee] :]
    return zip(known(names), parts, strict=True)


def _item(kind: Type, index: Operand) -> Type | None:
    """The type of the part at an index of a list, dict or array of type `kind`, None if nothing can be added to it."""
    if isinstance(kind, Array):
        return None if indexing.may_repeat_type(known(index)) else Scalar(kind.dtype)
    return written_part(kind, known(index))
