"""Folding of containers: an element that was just put in, a tuple of literals.

p = pack a, b
t = getitem p, 1        b
s = pack 0, 2           the constant (0, 2)
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.ops import Call, Const, Operand, is_derivative
from s2sad.ir.types import Array, FixedList, List, Scalar, Tuple
from s2sad.optimize.fold_match import Folded, Known, Rule, literal
from s2sad.runtime import containers, shaping

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
    if made is None or made.args[0].type != op.result.type:
        return None
    return made.args[0] if known.uses[made.result] <= 1 or is_derivative(op) else None  # else both would be needed


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


def rank_of_list(op: Call, known: Known) -> Folded:
    """`np.ndim([a, b])` -> 1 of numbers."""
    kind = op.args[0].type
    if isinstance(kind, List):
        return Const(1) if isinstance(kind.element, Scalar) else None
    plain = isinstance(kind, FixedList) or (isinstance(kind, Tuple) and kind.cls is not slice)
    numbers = plain and all(isinstance(each, Scalar) for each in kind.elements)  # type: ignore[union-attr]
    return Const(1) if numbers else None


def part_of_vector(op: Call, known: Known) -> Folded:
    """`unstack(y_bar, [a, b])[1]` -> `y_bar[1]` of a vector `y_bar` and numbers of its precision."""
    made = known.definition(op.args[0], shaping.unstack)
    if made is None or not isinstance(op.args[1], Const):
        return None
    vector = made.args[0]
    fits = isinstance(vector.type, Array) and len(vector.type.dims) == 1 and isinstance(op.result.type, Scalar)
    if not fits or vector.type.dtype != op.result.type.dtype:  # type: ignore[union-attr]
        return None
    return replace(op, args=(vector, op.args[1]))


ANYWHERE: dict[Any, tuple[Rule, ...]] = {
    operator.getitem: (element, part_of_vector),
    np.ndim: (rank_of_list,),
    containers.read_attribute: (attribute,),
    containers.without_last: (without_last,),
    containers.pack: (literal_tuple,),
    slice: (literal_slice,),
    len: (length,),
}
