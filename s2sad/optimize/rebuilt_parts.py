"""Writes to parts of an element of a list, in place of an element made again of the parts that stay and new ones.

t = getitem b.1, i                               b.2 = part_added b.1, u, i, 'p'           printed  b[i].p += u
p.1 = read_attribute t, 'p'
p.2 = add p.1, u
r = build_object B, ('p', 'a'), p.2, (read_attribute t, 'a')
b.2 = list_updated b.1, i, r
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from s2sad.analysis.inference import known, written_part
from s2sad.ir.leaves import has_known_shape
from s2sad.ir.ops import Call, Const, Function, Operand, Operation, Region, Value, is_derivative
from s2sad.ir.types import (
    Array,
    FixedList,
    List,
    Object,
    Record,
    Scalar,
    Type,
    is_differentiable,
    is_inexact,
)
from s2sad.optimize.fold_match import Known, count_reads, is_literal, same_type
from s2sad.optimize.fold_writes import same_operand
from s2sad.optimize.identity import Identity, each_function
from s2sad.optimize.nested_sums import DISPLAYS, parts_of_display
from s2sad.runtime import containers, indexing, tree

_SUMS = (operator.add, operator.iadd, operator.sub)
_ZEROS = (np.zeros_like, tree.zeros_like)
_READS = (operator.getitem, containers.read_attribute)
_ADDS = (indexing.add_at, tree.list_add_at)
_PUTS = (indexing.updated, tree.list_updated)
_PATHS = (tree.part_updated, tree.part_added)

Path = tuple[Operand, ...]
_Step = Callable[[Operand, Type, Path, "_Changes"], bool]


def write_rebuilt_parts(function: Function) -> Function:
    """The function with the changed parts of elements written where these are."""
    return each_function(function, lambda each: _Rebuilt(each).region(each.body))


@dataclass
class _Changes:
    """What makes an element of a list another one: calls, values and paths; `made` are the values not needed then."""

    whole: Operand
    writes: list[tuple[Any, Operand, Path]] = field(default_factory=list)
    made: set[Operand] = field(default_factory=set)


class _Rebuilt(Identity):
    def __init__(self, function: Function) -> None:
        super().__init__()
        reads = Known()
        count_reads(function.body, reads)
        self.uses = reads.uses
        self.here: dict[Operand, Call] = {}

    def region(self, region: Region) -> Region:
        around, self.here = self.here, {r: op for op in region.ops if isinstance(op, Call) for r in op.results}
        found = super().region(region)
        self.here = around
        return found

    def call(self, op: Call, ops: list[Operation]) -> None:
        changes = self._changes(op) if op.callee is tree.list_updated and is_derivative(op) else None
        if changes is None:
            ops.append(op)
            self.here.update(dict.fromkeys(op.results, op))
            return
        ops[:] = [each for each in ops if not changes.made.intersection(each.results)]
        whole: Operand = changes.whole
        for change in changes.writes:
            whole = self._write(op, whole, change, ops)
        self.replaced[op.result] = whole
        self.uses[whole] += self.uses[op.result] - 1

    def _write(self, op: Call, whole: Operand, change: tuple[Any, Operand, Path], ops: list[Operation]) -> Value:
        """Append a write to a part of the list that `op` gives; the new version of the list."""
        callee, v, path = change
        if callee is operator.sub:
            negative = Value("t_bar", v.type)
            ops.append(Call((negative,), operator.neg, (v,), (), "pure", op.span, op.origin, op.quiet))
            callee, v = tree.part_added, negative
        version = Value(op.result.name, op.result.type)
        made = replace(op, results=(version,), callee=callee, args=(whole, v, *path))
        ops.append(made)
        self.here[version], self.uses[version] = made, 1
        return version

    def _changes(self, op: Call) -> _Changes | None:
        whole, index, v = op.args
        kind = written_part(whole.type, known(index))
        if not isinstance(whole.type, List | FixedList) or not isinstance(kind, Object | Record):
            return None
        changes = _Changes(whole)
        fits = whole.type == op.result.type and self._collect(v, kind, (index,), changes)
        return changes if fits else None

    def _collect(self, new: Operand, kind: Type, path: Path, changes: _Changes) -> bool:
        """Find how a part of type `kind` became `new`; False if it can only be put in its place as a whole."""
        if self._is_old(new, path, changes.whole):
            return True
        made = self.here.get(new)
        if made is None or self.uses[new] != 1 or not _fits(new.type, kind):
            return self._put(new, kind, path, changes)
        changes.made.add(new)
        if made.callee in DISPLAYS:
            return self._each(self._collect, made, kind, path, changes)
        if made.callee is tree.add:
            return self._collect(made.args[0], kind, path, changes) and self._add(made.args[1], kind, path, changes)
        if made.callee in (*_ADDS, *_PUTS, *_PATHS):
            return self._written(made, kind, path, changes)
        terms = self._sum(made, path, changes.whole) if is_inexact(kind) and is_derivative(made) else None
        if terms is not None:
            changes.writes.append((*terms, path))
            return True
        changes.made.discard(new)
        return self._put(new, kind, path, changes)

    def _each(self, step: _Step, display: Call, kind: Type, path: Path, changes: _Changes) -> bool:
        """Take a step for each part of a list, dict or object that is written out."""
        return all(
            (inner := written_part(kind, key)) is not None and step(part, inner, (*path, Const(key)), changes)
            for key, part in parts_of_display(display)
        )

    def _add(self, v: Operand, kind: Type, path: Path, changes: _Changes) -> bool:
        """Add to a part, and to the parts of it if what is added is written out; a number may have been cleared."""
        made = self.here.get(v)
        if is_literal(v, 0) or not is_differentiable(kind) or (made is not None and made.callee in _ZEROS):
            return True
        if made is not None and self.uses[v] == 1 and made.callee in DISPLAYS and _fits(v.type, kind):
            changes.made.add(v)
            return self._each(self._add, made, kind, path, changes)
        last, cleared, place = changes.writes[-1] if changes.writes else (None, v, ())
        is_put = (
            last is tree.part_updated and is_literal(cleared, 0) and isinstance(kind, Scalar) and _fits(v.type, kind)
        )
        if not is_put or len(place) != len(path) or not all(map(same_operand, place, path)):
            changes.writes.append((tree.part_added, v, path))
        elif self._is_old(v, path, changes.whole):
            changes.writes.pop()
        else:
            changes.writes[-1] = (tree.part_updated, v, path)
        return True

    def _sum(self, made: Call, path: Path, whole: Operand) -> tuple[Any, Operand] | None:
        """What is added to the part, or subtracted from it, to give the result of a call."""
        if made.callee not in _SUMS:
            return None
        a, b = made.args
        if self._is_old(a, path, whole) and _may_add(made, a):
            return (made.callee if made.callee is operator.sub else tree.part_added), b
        is_second = made.callee is not operator.sub and self._is_old(b, path, whole) and _may_add(made, b)
        return (tree.part_added, a) if is_second else None

    def _written(self, made: Call, kind: Type, path: Path, changes: _Changes) -> bool:
        """A part that is an array or a list, after a write to its elements."""
        if not self._collect(made.args[0], kind, path, changes):
            return False
        if made.callee in _PATHS:
            v, *inner = made.args[1:]
            changes.writes.append((made.callee, v, (*path, *inner)))
            return True
        _, index, v = made.args
        repeats = isinstance(kind, Array) and indexing.may_repeat_type(known(index))
        adds = made.callee in _ADDS
        if not isinstance(kind, Array) and (written_part(kind, known(index)) is None or not (adds or _is_number(v))):
            return False
        if repeats and adds:
            return False
        callee = tree.part_added if adds else tree.part_updated
        changes.writes.append((callee, v, (*path, index)))
        return True

    def _put(self, new: Operand, kind: Type, path: Path, changes: _Changes) -> bool:
        """Put a number in the place of another one, and the elements of an array in the place of those of another."""
        made = self.here.get(new)
        if isinstance(kind, Scalar):
            changes.writes.append((tree.part_updated, new, path))
            return _fits(new.type, kind)
        if not isinstance(kind, Array) or new.type != kind or not kind.dims or not has_known_shape(kind):
            return False
        is_zero = made is not None and made.callee in _ZEROS
        changes.writes.append((tree.part_updated, Const(0.0) if is_zero else new, (*path, Const(Ellipsis))))
        return True

    def _is_old(self, operand: Operand, path: Path, whole: Operand) -> bool:
        """Whether an operand is what is at the end of a path before anything is written."""
        for key in reversed(path):
            made = self.here.get(operand)
            if made is None or made.callee not in _READS or not same_operand(made.args[1], key):
                return False
            operand = made.args[0]
        return operand is whole


def _fits(new: Type, kind: Type) -> bool:
    """Whether a value of one type may take the place of one of another, or have the same parts."""
    if isinstance(new, Scalar) and isinstance(kind, Scalar):
        return new.dtype == kind.dtype
    if isinstance(new, Object) and isinstance(kind, Object):
        return new.cls is kind.cls and [k for k, _ in new.fields] == [k for k, _ in kind.fields]
    if isinstance(new, Record) and isinstance(kind, Record):
        return new.cls is kind.cls and [k for k, _ in new.fields] == [k for k, _ in kind.fields]
    if isinstance(new, FixedList) and isinstance(kind, FixedList):
        return new.cls is kind.cls and len(new.elements) == len(kind.elements)
    return new == kind


def _may_add(total: Call, term: Operand) -> bool:
    """Whether a sum may be made in the place of a term: a number, or an array of the same shape."""
    is_number = _is_number(term) and all(map(_is_number, total.args))
    return is_number or same_type(total.result, term)


def _is_number(operand: Operand) -> bool:
    return isinstance(operand.type, Scalar)
