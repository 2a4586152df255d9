"""Regions that call functions by reference: which ones, what these read around them, and other names for them.

t = call power(x, 2)        called_in: ["power"]; with_extras: call power(x, 2, s) if `power` reads s
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from s2sad.frontend.specialisations import Specialisation
from s2sad.ir.ops import Call, FunctionRef, Operand, Operation, Region, Value, walk
from s2sad.ir.rewrite import free_values, map_regions


def read_outside(function: Specialisation, others: Collection[Specialisation]) -> set[Operand]:
    """The values of the functions around that a function, or one that it calls, reads."""
    by_name = {each.name: each for each in others}
    reached, waiting = {function.name}, [function.name]
    found: set[Operand] = set()
    while waiting:
        each = by_name[waiting.pop()]
        region = each.region
        assert region is not None
        found.update(v for v in free_values(region) if v not in each.params)
        new = [name for name in called_in(region) if name in by_name and name not in reached]
        reached.update(new)
        waiting += new
    return found


def called_in(region: Region) -> list[str]:
    """The names of the functions that a region calls."""
    return [op.callee.name for op in walk(region) if isinstance(op, Call) and isinstance(op.callee, FunctionRef)]


def with_extras(region: Region, made: dict[str, Specialisation]) -> Region:
    """The region with the outer values that functions read passed to them."""
    ops: list[Operation] = []
    for each in region.ops:
        op = map_regions(each, lambda inner: with_extras(inner, made))
        if isinstance(op, Call) and isinstance(op.callee, FunctionRef) and op.callee.name in made:
            extra: Sequence[Value] = tuple(made[op.callee.name].extra)
            ops.append(replace(op, args=(*op.args, *extra)))
        else:
            ops.append(op)
    return Region(tuple(ops), region.yields)


def with_names(region: Region, names: dict[str, str]) -> Region:
    """The region with functions called by other names."""
    ops: list[Operation] = []
    for each in region.ops:
        op = map_regions(each, lambda inner: with_names(inner, names))
        if isinstance(op, Call) and isinstance(op.callee, FunctionRef):
            ops.append(replace(op, callee=replace(op.callee, name=names.get(op.callee.name, op.callee.name))))
        else:
            ops.append(op)
    return Region(tuple(ops), region.yields)
