"""Hoists reads of containers: parts of what a loop does not change are read once, in front of it.

    for i in s:                  w = getitem params, "w"
      w = getitem params, "w"    for i in s:
      t = mul w, i                 t = mul w, i

Only parts that the container's type has for certain move, also out of an `if`, for reading them cannot fail.
"""

from __future__ import annotations

import operator

from s2sad.analysis.undefined import maybe_undefined
from s2sad.ir.ops import Call, Const, Function, Loop, Operand, Operation, Region, walk
from s2sad.ir.rewrite import defined_in, map_regions
from s2sad.ir.types import FixedList, Object, Record, Tuple
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers

_OUTSIDE = ("memory", "unknown", "io")


def _is_certain(op: Call) -> bool:
    """Whether a call reads a part that is there for certain."""
    if op.callee is not operator.getitem and op.callee is not containers.read_attribute:
        return False
    kind, key = op.args[0].type, op.args[1]
    if not isinstance(key, Const):
        return False
    match kind:
        case Tuple() | FixedList():
            if op.callee is containers.read_attribute:
                return key.value in getattr(getattr(kind, "cls", None), "_fields", ())
            return type(key.value) is int and -len(kind.elements) <= key.value < len(kind.elements)
        case Record():
            return any(type(name) is type(key.value) and name == key.value for name, _ in kind.fields)
        case Object():
            return any(name == key.value for name, _ in kind.fields)
        case _:
            return False


class _Reads(Identity):
    def __init__(self, missing: set[Operand]) -> None:
        super().__init__()
        self.missing = missing

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        op = self.inside_loop(op)
        inside: set[Operand] = {*op.params, *(s.target for s in op.sources)}
        changes = False
        for region in op.regions:
            inside |= defined_in(region)
            changes |= any(isinstance(each, Call) and each.effect in _OUTSIDE for each in walk(region))
        moved: list[Operation] = []

        def leaves(each: Operation) -> bool:
            if not isinstance(each, Call) or not _is_certain(each):
                return False
            owner = each.args[0]
            if owner in inside or owner in self.missing or (changes and not isinstance(owner.type, Tuple)):
                return False
            inside.difference_update(each.results)
            moved.append(each)
            return True

        def without(region: Region) -> Region:
            kept = []
            for each in region.ops:
                if not leaves(each):
                    kept.append(each if isinstance(each, Loop) else map_regions(each, without))
            same = len(kept) == len(region.ops) and all(a is b for a, b in zip(kept, region.ops, strict=True))
            return region if same else Region(tuple(kept), region.yields)

        after = map_regions(op, without)
        ops.extend(moved)
        ops.append(after if moved else op)


def hoist_container_reads(function: Function) -> Function:
    """Move reads of parts of containers in front of the loops that do not change them."""
    return each_function(function, lambda each: _Reads(maybe_undefined(each)).region(each.body))
