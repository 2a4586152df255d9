"""Regions that call functions by reference: which ones, what these read around them, and other names for them.

t = call power(x, 2)        called_in: ["power"]; with_extras: call power(x, 2, s) if `power` reads s
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from s2sad.frontend.specialisations import Specialisation
from s2sad.ir.ops import Call, FunctionRef, Operation, Region, Value, walk
from s2sad.ir.rewrite import defined_in, free_values, map_regions


def read_outside(functions: Collection[Specialisation]) -> dict[str, dict[Value, None]]:
    """The values of the functions around that each function, or one that it calls, reads: no one that it makes."""
    regions = {each.name: each.region for each in functions if each.region is not None}
    own = {each.name: {*each.params, *defined_in(regions[each.name])} for each in functions if each.name in regions}
    found = {name: dict.fromkeys(v for v in free_values(regions[name]) if v not in own[name]) for name in regions}
    calls = {name: [other for other in called_in(region) if other in regions] for name, region in regions.items()}
    changed = True
    while changed:
        changed = False
        for name, values in found.items():
            count = len(values)
            values.update((v, None) for other in calls[name] for v in list(found[other]) if v not in own[name])
            changed |= len(values) > count
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
