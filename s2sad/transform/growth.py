"""What a run of a loop does to the structure of a carried value: the zeros of two structures are not the same.

xs.2 = appended xs.1, v                  xs.2 begins as xs.1:  longer
z.2 = store z.1, 0, v                    as many elements:     same
z.2 = np.outer z.1, x                    of another shape:     other
"""

from __future__ import annotations

from enum import IntEnum

from s2sad.ir.leaves import has_known_shape
from s2sad.ir.ops import Call, If, Operand, Operation, Region, Value, regions_of
from s2sad.ir.types import Array, List, Map, Scalar, Type, Unknown, children
from s2sad.runtime import containers


class Growth(IntEnum):
    """How the structure of a value follows from that of another one; the larger, the less is known."""

    SAME = 0
    LONGER = 1
    OTHER = 2


def has_known_structure(kind: Type) -> bool:
    """Whether all values of a type have the same structure."""
    if isinstance(kind, Array):
        return has_known_shape(kind)
    return not isinstance(kind, List | Map | Unknown) and all(map(has_known_structure, children(kind)))


def growth(region: Region, value: Operand, start: Value) -> Growth:
    """How the structure of a value differs from that of `start`, of which the region makes it."""
    if has_known_structure(start.type):
        return Growth.SAME
    made = _made(region)
    found: dict[Operand, Growth] = {start: Growth.SAME}

    def of(each: Operand) -> Growth:
        if each not in found:
            match made.get(each):
                case If(results=results, then=then, orelse=orelse):
                    position = results.index(each)
                    found[each] = max(of(then.yields[position]), of(orelse.yields[position]))
                case Call(callee=containers.appended, args=(before, _)) if _is_list(before.type):
                    found[each] = max(of(before), Growth.LONGER)
                case Call(callee=containers.store, args=(before, index, _)) if _keeps(before.type, index.type):
                    found[each] = of(before)
                case _:
                    found[each] = Growth.OTHER
        return found[each]

    return of(value)


def _is_list(kind: Type) -> bool:
    return isinstance(kind, List) and kind.cls is list  # a deque may drop its first element


def _keeps(kind: Type, index: Type) -> bool:
    """Whether a write at an index leaves the structure as it is."""
    is_element = isinstance(kind, List) and isinstance(index, Scalar) and has_known_structure(kind.element)
    return is_element or isinstance(kind, Array)


def _made(region: Region) -> dict[Operand, Operation]:
    """The operations of a region and of those inside it, by what they make."""
    made: dict[Operand, Operation] = {}
    for op in region.ops:
        made.update(dict.fromkeys(op.results, op))
        for inner in regions_of(op):
            made.update(_made(inner))
    return made
