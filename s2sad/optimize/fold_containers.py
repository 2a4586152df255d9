"""Folding of containers: an element that was just put in, a tuple of literals.

p = pack a, b
t = getitem p, 1        b
s = pack 0, 2           the constant (0, 2)
"""

from __future__ import annotations

import operator
from typing import Any

from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import FixedList, Tuple
from s2sad.optimize.fold_match import Folded, Known, Rule, literal
from s2sad.runtime import containers

_PLAIN = (int, bool, str, type(None), type(Ellipsis), slice, tuple)


def element(op: Call, known: Known) -> Folded:
    """`(a, b)[1]` -> `b`; `{"w": w}["w"]` -> `w`; `[*xs, v][-1]` -> `v`."""
    container, key = op.args
    made = known.calls.get(container)
    if made is None or not isinstance(key, Const):
        return None
    if made.callee is containers.build_dict:
        return _at(made.args[1:], _names(made.args[0]), key.value)
    index = literal(key)
    if not isinstance(index, int):
        return None
    if made.callee is containers.appended:
        return made.args[1] if index == -1 else None
    parts = _parts(made)
    return parts[index] if parts is not None and -len(parts) <= index < len(parts) else None


def _parts(made: Call) -> tuple[Operand, ...] | None:
    if made.callee in (containers.pack, containers.build_list):
        return made.args
    if made.callee is containers.build_object and isinstance(made.result.type, Tuple):
        return made.args[2:]
    return None


def _names(operand: Operand) -> tuple[Any, ...]:
    return tuple(operand.value) if isinstance(operand, Const) else ()


def _at(parts: tuple[Operand, ...], names: tuple[Any, ...], name: Any) -> Operand | None:
    found = [part for key, part in zip(names, parts, strict=False) if type(key) is type(name) and key == name]
    return found[-1] if found else None


def attribute(op: Call, known: Known) -> Folded:
    """`Point(x, y).x` -> `x`."""
    owner, name = op.args
    made = known.definition(owner, containers.build_object)
    if made is None or not isinstance(name, Const):
        return None
    return _at(made.args[2:], _names(made.args[1]), name.value)


def without_last(op: Call, known: Known) -> Folded:
    """`[*xs, v]` without its last element -> `xs`."""
    made = known.definition(op.args[0], containers.appended)
    return made.args[0] if made is not None and made.args[0].type == op.result.type else None


def length(op: Call, known: Known) -> Folded:
    """`len((a, b))` -> 2."""
    kind = op.args[0].type
    if not isinstance(kind, FixedList | Tuple) or (isinstance(kind, Tuple) and kind.cls is slice):
        return None
    return Const(len(kind.elements))


def literal_tuple(op: Call, known: Known) -> Folded:
    """`(0, 2)` -> a constant."""
    if all(isinstance(x, Const) and not x.path and isinstance(x.value, _PLAIN) for x in op.args):
        return Const(tuple(x.value for x in op.args if isinstance(x, Const)))
    return None


def literal_slice(op: Call, known: Known) -> Folded:
    """`slice(1, None)` -> a constant."""
    if not op.kwargs and all(isinstance(x, Const) and (x.value is None or literal(x) is not None) for x in op.args):
        return Const(slice(*(x.value for x in op.args if isinstance(x, Const))))
    return None


ANYWHERE: dict[Any, tuple[Rule, ...]] = {
    operator.getitem: (element,),
    containers.read_attribute: (attribute,),
    containers.without_last: (without_last,),
    containers.pack: (literal_tuple,),
    slice: (literal_slice,),
    len: (length,),
}
