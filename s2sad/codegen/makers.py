"""Which operations may have made a list or a dict: two may hold the same arrays, and one changes without the other.

items = build_list u, u; rows.0 = build_list u, x      made by two operations: a write to one of them,
rows.1 = store rows.0, l, v                            in a loop or in front of it, does not change the other
"""

from __future__ import annotations

import numpy as np

from s2sad.analysis.ownership import FUNCTIONAL, HOLDERS, IN_PLACE, is_list_slice, shared_operands
from s2sad.codegen.writes import Scan, holds_elements
from s2sad.ir.ops import Call, FunctionRef, If, Operand, Value, is_undefined
from s2sad.ir.types import FixedList, List, Map, Object, Record, Tuple, Type, Unknown
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, tree

Made = Value | None
"""What an operation made, under its first name; None for all that is given to the function."""

_SAME = (*IN_PLACE, *FUNCTIONAL, containers.without_last)
"""Calls whose result is their first argument."""


def leaves(rules: RuleTable, scan: Scan, op: Call, value: Value) -> bool:
    """Whether a write only changes which elements a container has, and that is neither `value` nor inside it."""
    if not holds_elements(op) or any(map(_may_hold, _parts(value.type))):
        return False
    if not _may_hold(value.type):
        return True
    ours, theirs = makers(rules, scan, op.args[0]), makers(rules, scan, value)
    return ours is not None and theirs is not None and not ours & theirs


def _may_hold(kind: Type) -> bool:
    """Whether a value of a type is a list or a dict, or holds one: an array is none, a tuple cannot be changed."""
    if isinstance(kind, Tuple):
        return any(map(_may_hold, kind.elements))
    return isinstance(kind, List | FixedList | Record | Map | Object | Unknown)


def _parts(kind: Type) -> tuple[Type, ...]:
    """The types of what a container holds."""
    match kind:
        case List():
            return (kind.element,)
        case FixedList() | Tuple():
            return kind.elements
        case Map():
            return (kind.value,)
        case Record() | Object():
            return tuple(each for _, each in kind.fields)
        case _:
            return ()


def makers(rules: RuleTable, scan: Scan, value: Operand) -> set[Made] | None:
    """What made the lists, or dicts, that `value` may be; None if it may be any."""
    found: set[Made] = set()
    seen: set[Operand] = set()
    queue = [value]
    while queue:
        operand = queue.pop()
        if operand in seen or is_undefined(operand):
            continue
        seen.add(operand)
        if not isinstance(operand, Value):
            return None
        before = _sources(scan, operand)
        if before:
            queue.extend(before)
        elif _is_new(rules, scan, operand):
            found.add(operand if scan.definitions[operand] is not None else None)
        else:
            return None
    return found


def _sources(scan: Scan, value: Value) -> tuple[Operand, ...]:
    """The values that a value may be; none if it is made here, or comes from elsewhere."""
    if value in scan.params:
        loop, k = scan.params[value]
        return loop.inits[k], loop.next_values[k]
    if value in scan.results:
        op, k = scan.results[value]
        if isinstance(op, If):
            return op.then.yields[k], op.orelse.yields[k]
        if k < len(op.params):
            exits = (op.exit_values[k],) if op.before is not None else ()
            return op.inits[k], op.next_values[k], *exits
    definition = scan.definitions[value]
    return definition.args[:1] if isinstance(definition, Call) and definition.callee in _SAME else ()


def _is_new(rules: RuleTable, scan: Scan, value: Value) -> bool:
    definition = scan.definitions[value]
    if isinstance(definition, Call):
        made = definition.callee in (*HOLDERS, np.copy, tree.copy) or is_list_slice(definition)
        return made or not (isinstance(definition.callee, FunctionRef) or shared_operands(rules, definition))
    return definition is None or value in scan.results  # a parameter, or what a loop collects
