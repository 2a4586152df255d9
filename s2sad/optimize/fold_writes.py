"""Folding of writes that follow each other: a part that is cleared and then added to is just written.

b.2 = updated b.1, i, 0.0         b.3 = updated b.1, i, v
b.3 = add_at b.2, i, v
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import Scalar
from s2sad.optimize.fold_match import Folded, Known, Rule
from s2sad.runtime import containers, indexing


def same_operand(a: Operand, b: Operand) -> bool:
    """Whether two operands are one value, or equal constants."""
    if a is b:
        return True
    if not isinstance(a, Const) or not isinstance(b, Const):
        return False
    return type(a.value) is type(b.value) and bool(a.value == b.value)


def _names_each_once(index: Operand, known: Known) -> bool:
    """Whether an index is made of integers and slices, so that it names no element twice."""
    if isinstance(index, Const):
        parts = index.value if isinstance(index.value, tuple) else (index.value,)
        return all(p is None or p is Ellipsis or isinstance(p, int | slice) for p in parts)
    if isinstance(index.type, Scalar):
        return index.type.dtype != "bool"
    made = known.calls.get(index)
    if made is None or made.callee not in (containers.pack, slice):
        return False
    return made.callee is slice or all(_names_each_once(a, known) for a in made.args)


def _write_below(op: Call, known: Known) -> Call | None:
    """The write to the same part just before, if only `op` reads its result."""
    made = known.calls.get(op.args[0])
    if made is None or made.callee is not indexing.updated or known.uses[made.result] != 1:
        return None
    same = same_operand(made.args[1], op.args[1]) and _names_each_once(op.args[1], known)
    return made if same else None


def add_to_cleared(op: Call, known: Known) -> Folded:
    """`x[i] = 0.0; x[i] += v` -> `x[i] = v`."""
    below = _write_below(op, known)
    if below is None or not _is_zero(below.args[2]):
        return None
    return replace(op, callee=indexing.updated, args=(below.args[0], *op.args[1:]))


def write_twice(op: Call, known: Known) -> Folded:
    """`x[i] = a; x[i] = b` -> `x[i] = b`; `x[i] = x[i]` -> nothing."""
    below = _write_below(op, known)
    if below is not None:
        return replace(op, callee=indexing.updated, args=(below.args[0], *op.args[1:]))
    read = known.calls.get(op.args[2])
    if read is not None and read.callee is operator.getitem and read.args[0] is op.args[0]:
        return op.args[0] if same_operand(read.args[1], op.args[1]) else None
    return None


def _is_zero(operand: Operand) -> bool:
    return isinstance(operand, Const) and isinstance(operand.value, int | float) and operand.value == 0


IN_DERIVATIVES: dict[Any, tuple[Rule, ...]] = {
    indexing.add_at: (add_to_cleared,),
    indexing.updated: (write_twice,),
}
"""Callee -> foldings, for derivative code."""
