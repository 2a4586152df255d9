"""Folding of sums and changes of dicts with known keys: key by key, so that no dict is added to another.

b.1 = updated b.0, 'm', 0.0
t = build_dict ('m', 'v'), 0.0, x
b.2 = add b.1, t                      b.2 = build_dict ('m', 'v'), 0.0, (add b.0['v'], x)
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import Record, Scalar, Type, is_differentiable, is_numeric
from s2sad.optimize.fold_match import Folded, Known, Rule, arithmetic_type, is_literal
from s2sad.runtime import containers, indexing, tree

_CHANGES = (indexing.updated, tree.list_updated)


def _display(operand: Operand, known: Known) -> dict[Any, Operand] | None:
    """The parts of a dict that was just made."""
    made = known.definition(operand, containers.build_dict)
    if made is None or not isinstance(operand.type, Record) or not isinstance(made.args[0], Const):
        return None
    return dict(zip(made.args[0].value, made.args[1:], strict=True))


def _made(op: Call, parts: dict[Any, Operand]) -> Call:
    return replace(op, callee=containers.build_dict, args=(Const(tuple(parts)), *parts.values()))


def _read(op: Call, operand: Operand, key: Any, kind: Type, known: Known) -> Operand:
    """What a dict holds under a key."""
    parts = _display(operand, known)
    if parts is not None:
        return parts[key]
    change = known.definition(operand, *_CHANGES)
    if change is not None and isinstance(change.args[1], Const):
        base, value = change.args[0], change.args[2]
        if change.args[1].value != key:
            return _read(op, base, key, kind, known)
        if value.type == kind:
            return value
    return known.emit(op, operator.getitem, operand, Const(key), type=kind)


def _is_zero(part: Operand, known: Known) -> bool:
    return is_literal(part, 0) or known.definition(part, np.zeros_like, tree.zeros_like) is not None


def _sum(op: Call, a: Operand, b: Operand, kind: Type, known: Known) -> Operand:
    """The sum of two cotangents of one value."""
    if a.type == kind and _is_zero(b, known):
        return a
    if b.type == kind and _is_zero(a, known):
        return b
    if is_numeric(a.type) and is_numeric(b.type):
        return known.emit(op, operator.add, a, b, type=arithmetic_type(a, b))
    return known.emit(op, tree.add, a, b, type=kind) if is_differentiable(kind) else a


def sum_of_displays(op: Call, known: Known) -> Folded:
    """`add(b, {"m": x, "v": 0.0})` -> `{"m": b["m"] + x, "v": b["v"]}`."""
    a, b = op.args
    if not isinstance(a.type, Record) or not isinstance(b.type, Record):
        return None
    if [key for key, _ in a.type.fields] != [key for key, _ in b.type.fields]:
        return None
    if _display(a, known) is None and _display(b, known) is None:
        return None
    found = {}
    for key, kind in a.type.fields:
        found[key] = _sum(op, _read(op, a, key, kind, known), _read(op, b, key, kind, known), kind, known)
    return _made(op, found)


def changed_display(op: Call, known: Known) -> Folded:
    """`updated({"m": x, "v": y}, "m", 0.0)` -> `{"m": 0.0, "v": y}`."""
    parts = _display(op.args[0], known)
    key = op.args[1]
    if parts is None or not isinstance(key, Const) or key.value not in parts:
        return None
    return _made(op, {**parts, key.value: op.args[2]}) if op.args[2].type == parts[key.value].type else None


def unchanged_part(op: Call, known: Known) -> Folded:
    """`updated(b, "m", 0.0)["v"]` -> `b["v"]`."""
    change = known.definition(op.args[0], *_CHANGES)
    if change is None or not isinstance(op.args[0].type, Record):
        return None
    key, written = op.args[1], change.args[1]
    if not isinstance(key, Const) or not isinstance(written, Const):
        return None
    if key.value != written.value:
        return replace(op, args=(change.args[0], key))
    written_type, kind = change.args[2].type, op.result.type
    is_number = isinstance(written_type, Scalar) and isinstance(kind, Scalar) and written_type.dtype == kind.dtype
    return change.args[2] if is_number or written_type == kind else None


IN_DERIVATIVES: dict[Any, tuple[Rule, ...]] = {
    tree.add: (sum_of_displays,),
    indexing.updated: (changed_display,),
    tree.list_updated: (changed_display,),
    operator.getitem: (unchanged_part,),
}
