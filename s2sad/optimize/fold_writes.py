"""Folding of writes that follow each other: a part that is cleared and then added to is just written.

t = getitem b.1, i
b.2 = updated b.1, i, 0.0         b.3 = add_at b.1, j, u          x[i] += f(x[j]) leaves x_bar[i] as it is
b.3 = add_at b.2, j, u
b.4 = add_at b.3, i, t

b.2 = add_at b.1, i, u            b.3 = add_at b.1, j, w          what is added to one part is added at once
b.3 = add_at b.2, j, w            t = add u, v
b.4 = add_at b.3, i, v            b.4 = add_at b.3, i, t
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import Array, Scalar
from s2sad.optimize.fold_match import Folded, Known, Rule, literal, same_type
from s2sad.runtime import containers, indexing, tree

_PUTS = (indexing.updated, tree.list_updated)
_FLOAT64 = Scalar("float64")
REACH = 12
"""How many writes to other parts an addition is carried over."""


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


def add_to_same(op: Call, known: Known) -> Folded:
    """`x[i] = u; ...; x[i] += v` -> `...; x[i] = u + v`, where between them something is added to other parts only.

    Additions to one buffer may change places. The first write may be one that adds, too.
    """
    if not _names_each_once(op.args[1], known):
        return None
    between: list[Call] = []
    while len(between) < REACH:
        below = known.calls.get(between[-1].args[0] if between else op.args[0])
        if below is None or below.callee not in (op.callee, *_PUTS) or known.uses[below.result] != 1:
            return None
        if same_operand(below.args[1], op.args[1]):
            return _put_together(op, below, between, known)
        if below.callee is not op.callee:
            return None
        between.append(below)
    return None


def _put_together(op: Call, below: Call, between: list[Call], known: Known) -> Folded:
    """The writes between, and then the one write that `below` and `op` make together."""
    buffer, index, first = below.args
    v = op.args[2]
    joined: tuple[Any, Operand] | None
    if below.callee is indexing.updated and _is_read(v, buffer, index, known):
        joined = None if _is_zero(first) else (op.callee, first)
    elif below.callee is indexing.updated and _is_zero(first):
        joined = (below.callee, v)
    elif below.callee is tree.list_updated:
        if known.definition(first, np.zeros_like, tree.zeros_like) is None or first.type != v.type:
            return None
        joined = None if _is_read(v, buffer, index, known) else (below.callee, v)
    elif first.type == v.type and isinstance(v.type, Scalar | Array):
        terms = (v, first) if _is_negative(first, known) else (first, v)
        joined = (below.callee, known.emit(op, operator.add, *terms, type=v.type))
    else:
        return None
    ways = [(each.callee, each.args[1:]) for each in reversed(between)]
    if joined is not None:
        ways.insert(0, (joined[0], (index, joined[1])))  # first: the parts between may be this one
    for callee, args in ways[:-1]:
        buffer = known.emit(op, callee, buffer, *args, type=op.result.type, effect=op.effect)
        buffer.rename(op.result.name)
    return replace(op, callee=ways[-1][0], args=(buffer, *ways[-1][1])) if ways else buffer


def _is_negative(operand: Operand, known: Known) -> bool:
    """Whether an operand is written with a minus sign in front."""
    product = known.definition(operand, operator.mul)
    factor = literal(product.args[0]) if product is not None else None
    return known.definition(operand, operator.neg) is not None or (factor is not None and factor < 0)


def _is_read(operand: Operand, buffer: Operand, index: Operand, known: Known) -> bool:
    """Whether `operand` is `buffer[index]`."""
    read = known.definition(operand, operator.getitem)
    return read is not None and read.args[0] is buffer and same_operand(read.args[1], index)


def write_twice(op: Call, known: Known) -> Folded:
    """`x[i] = a; x[i] = b` -> `x[i] = b`; `x[i] = x[i]` -> nothing."""
    below = _write_below(op, known)
    if below is not None:
        return replace(op, callee=indexing.updated, args=(below.args[0], *op.args[1:]))
    return op.args[0] if _is_read(op.args[2], op.args[0], op.args[1], known) else None


def write_back(op: Call, known: Known) -> Folded:
    """`xs[k] = xs[k]` -> nothing."""
    return op.args[0] if _is_read(op.args[2], op.args[0], op.args[1], known) else None


def exchange(op: Call, known: Known) -> Folded:
    """`xs[j] = zeros; t = xs[i]; xs[i] = u; xs[j] += t` -> `xs[j] = xs[i]; xs[i] = u`, what reverses an exchange.

    If the two places are one, `t` is zero, and `u` is there afterwards: so it is put there last.
    """
    buffer, j, v = op.args
    put = known.calls.get(buffer)
    if put is None or put.callee is not tree.list_updated or known.uses[buffer] != 1:
        return None
    cleared, i, u = put.args
    before = known.calls.get(cleared)
    if before is None or before.callee is not tree.list_updated or known.uses[cleared] != 2:
        return None
    is_number = _is_zero(before.args[2]) and v.type == _FLOAT64
    zeros = known.definition(before.args[2], np.zeros_like, tree.zeros_like)
    fits = is_number or (zeros is not None and before.args[2].type == v.type)
    if not fits or not same_operand(before.args[1], j):
        return None
    product = known.definition(v, operator.mul)
    terms = (v,) if product is None else product.args
    reads = [t for t in terms if _is_read(t, cleared, i, known)]
    if len(reads) != 1 or known.uses[reads[0]] != 1:
        return None
    read = known.emit(op, operator.getitem, before.args[0], i, type=reads[0].type, effect="may_raise")
    if product is not None:
        v = known.emit(op, operator.mul, *(read if t is reads[0] else t for t in terms), type=v.type)
    else:
        v = read
    first = known.emit(op, tree.list_updated, before.args[0], j, v, type=op.result.type, effect=op.effect)
    first.rename(op.result.name)
    return replace(op, callee=tree.list_updated, args=(first, i, u))


def clear_number(op: Call, known: Known) -> Folded:
    """`xs[k] = zeros_like(v)` of a float64 `v` -> `xs[k] = 0.0`."""
    is_zero = known.definition(op.args[2], tree.zeros_like) is not None
    return replace(op, args=(*op.args[:2], Const(0.0))) if is_zero and op.args[2].type == _FLOAT64 else None


def write_everything(op: Call, known: Known) -> Folded:
    """`x[...] = v` -> `x = v`, for arrays of one type."""
    return op.args[2] if _is_whole(op.args[1]) and same_type(op.args[2], op.args[0]) else None


def add_to_nothing(op: Call, known: Known) -> Folded:
    """`x = np.zeros_like(v); x[:] += v` -> `x = v`, for arrays of one type."""
    is_zero = known.definition(op.args[0], np.zeros_like, tree.zeros_like) is not None
    return write_everything(op, known) if is_zero else None


def _is_whole(index: Operand) -> bool:
    return isinstance(index, Const) and (index.value is Ellipsis or index.value == slice(None))


def _is_zero(operand: Operand) -> bool:
    return isinstance(operand, Const) and isinstance(operand.value, int | float) and operand.value == 0


IN_DERIVATIVES: dict[Any, tuple[Rule, ...]] = {
    indexing.add_at: (add_to_nothing, add_to_same),
    tree.list_add_at: (add_to_same, exchange),
    indexing.updated: (write_twice, write_everything),
    tree.list_updated: (write_back, clear_number),
}
"""Callee -> foldings, for derivative code."""
