"""Adjoints of which only some elements are not zero: what comes before is reversed for these elements alone.

    y = np.sqrt(x); t = y[1:]        x_bar[1:] += 0.5 / y[1:] * t_bar

Zeros that are only numbers would make 0 * inf of what is not read. So a function whose partial derivatives may be
infinite hands on the pieces of its adjoint, or a mask of the elements that have one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import Array, FixedList, Scalar, Tuple, dims_of, is_numeric
from s2sad.rules.table import Rule
from s2sad.runtime import containers, indexing
from s2sad.transform.apply import Context, bound_arguments, broadcast_full, matched, packed, rule_arguments
from s2sad.transform.bars import Bar, Bars, Piece
from s2sad.transform.masks import masked, uniform

MOVES: frozenset[Any] = frozenset(
    (
        *(operator.getitem, indexing.add_at, indexing.scatter_add, indexing.read_written, np.take, np.ndarray.take),
        *(np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel, np.ndarray.flatten, np.transpose),
        *(np.ndarray.transpose, np.swapaxes, np.ndarray.swapaxes, np.moveaxis, np.expand_dims, np.squeeze, np.flip),
        *(np.roll, np.copy, np.ndarray.copy, np.array, np.asarray, np.ndarray.astype, np.broadcast_to),
        *(np.concatenate, np.stack, np.vstack, np.hstack, np.split, np.array_split),
        *(np.diagonal, np.ndarray.diagonal, np.repeat, np.ndarray.repeat, np.delete, np.resize),
        *(np.trace, np.ndarray.trace, np.choose, np.ndarray.choose),
    )
)
"""Linear functions each of whose elements is one element of an argument: the transpose also says which are read.

The trace is the sum of such elements.
"""
_TRACES: frozenset[Any] = frozenset((np.trace, np.ndarray.trace))
_READS: frozenset[Any] = _TRACES | frozenset(
    (np.take, np.ndarray.take, np.diagonal, np.ndarray.diagonal, np.delete, np.choose, np.ndarray.choose)
)
"""Those of them that may leave elements out, and do not say which in an index."""

Elementwise = Callable[[Call, tuple[Operand, Operand | None, bool]], None]
"""Contributes to the operands of an elementwise call, given the adjoint of its result with its mask."""


def reverse_pieces(bars: Bars, op: Call, varied: set[Operand], elementwise: Elementwise) -> bool:
    """Reverse an elementwise call for the elements that have an adjoint; whether its adjoint was in pieces."""
    pieces = bars.take_pieces(op.result)
    readable = [
        piece for piece in pieces if is_numeric(bars.builder.infer(operator.getitem, (op.result, piece.index), ())[0])
    ]
    if len(readable) < len(pieces):
        for piece in pieces:
            bars.contribute_at(op.result, piece)
        return False
    for piece in pieces:
        _reverse_piece(bars, op, piece, varied, elementwise)
    return bool(pieces)


def _reverse_piece(bars: Bars, op: Call, piece: Piece, varied: set[Operand], elementwise: Elementwise) -> None:
    builder, y = bars.builder, op.result
    parts: dict[Operand, tuple[Operand, Operand]] = {}
    for operand in dict.fromkeys(op.operands):
        if isinstance(operand, Value) and isinstance(operand.type, Array) and dims_of(operand.type):
            whole = broadcast_full(builder, operand, y)
            parts[operand] = whole, builder.call(operator.getitem, whole, piece.index, name=operand.name)
    result = builder.call(operator.getitem, y, piece.index, name=y.name)
    read = {operand: part for operand, (_, part) in parts.items()}
    for known_values in (varied, bars.exposed.paths):
        known_values.update(part for operand, part in read.items() if operand in known_values)
    bars.bars.update({part: Bar() for part in read.values()})  # new ones, not of values from outside of a loop
    args = tuple(read.get(a, a) for a in op.args)
    kwargs = tuple((k, read.get(v, v)) for k, v in op.kwargs)
    elementwise(replace(op, results=(result,), args=args, kwargs=kwargs), (piece.operand, piece.mask, piece.clean))
    for operand, (whole, part) in parts.items():
        taken, mask, clean = bars.take_masked(part)
        bars.bars.pop(part, None)
        if taken is None:
            continue
        if whole is operand:
            bars.contribute_at(operand, Piece(piece.index, taken, mask, clean))
            continue
        taken = taken if clean else masked(builder, taken, mask, "t_bar")
        scattered = builder.call(indexing.scatter_add, taken, piece.index, whole, type=whole.type, effect="may_raise")
        bars.contribute(operand, matched(builder, scattered, operand))


def reverse_read(bars: Bars, op: Call) -> bool:
    """Reverse an indexed read of a value that keeps pieces; whether it is one."""
    x, index = op.args[0], _index_of(bars, op)
    if x not in bars.exposed.lanes or index is None:
        return False
    y_bar, mask, clean = bars.take_masked(op.result)
    if y_bar is not None:
        bars.contribute_at(x, Piece(index, y_bar, mask, clean))
    return True


def _index_of(bars: Bars, op: Call) -> Operand | None:
    """The index that a call reads at; None of calls that read otherwise."""
    if op.callee is operator.getitem:
        return op.args[1]
    if op.callee not in (np.take, np.ndarray.take) or op.kwargs or not isinstance(op.args[1].type, Array | Scalar):
        return None
    axis = known(op.args[2]) if len(op.args) > 2 else None
    if axis == 0 or (axis is None and len(dims_of(op.args[0].type)) == 1):
        return op.args[1]
    if not isinstance(axis, int) or axis < 0:
        return None
    return bars.builder.call(containers.pack, *(Const(slice(None)),) * axis, op.args[1], name="index")


def moved_mask(
    context: Context, bars: Bars, op: Call, rule: Rule, operand: Operand, mask: Operand | None
) -> Operand | None:
    """The lanes of an operand whose elements a linear function takes to where `mask` holds; None if it mixes them."""
    if isinstance(mask, Value) and isinstance(mask.type, Scalar) and op.callee not in _TRACES:
        return mask
    if operand not in bars.exposed.lanes or op.callee not in MOVES or rule.vjp is None:
        return None
    if mask is None and op.callee not in _READS:
        return None
    builder = bars.builder
    given: Any = mask if mask is not None else uniform(builder, op.result, True)
    positional, keywords = rule_arguments(rule, bound_arguments(rule, op))
    moved = context.expand(context.rules, builder, rule.vjp, [given, op.result, *positional], keywords)
    if len(rule.wrt) > 1 and isinstance(moved, tuple):
        bound = bound_arguments(rule, op)
        moved = moved[next(k for k, name in enumerate(rule.wrt) if bound[name] is operand)]
    if isinstance(moved, tuple):
        return packed(builder, moved) if isinstance(operand.type, FixedList | Tuple) else None
    if not isinstance(moved.type, Array):
        return moved if isinstance(moved.type, FixedList | Tuple) else None
    return moved if moved.type.dtype == "bool" else builder.call(operator.ne, moved, Const(0), name="mask")
