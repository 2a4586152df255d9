"""Folding of arithmetic: neutral elements anywhere, signs and quotients in derivative code.

    t = mul x, 1.0      x                   anywhere, where the type stays
    t = add a, (neg b)  sub a, b            in derivative code: contributions may be grouped in any way
    t = mul a, (1 / y)  truediv a, y
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import dims_of, is_inexact
from s2sad.optimize.fold_match import (
    Folded,
    Known,
    Rule,
    arithmetic_type,
    is_literal,
    literal,
    same_shape,
    same_type,
)

_NEGATIONS = (operator.neg, np.negative)
_SIGNED = (operator.add, operator.sub, operator.neg, operator.mul, operator.truediv)
_INTEGERS: dict[Any, Any] = {
    f: f
    for f in (
        operator.add,
        operator.sub,
        operator.mul,
        operator.neg,
        operator.lt,
        operator.le,
        operator.gt,
        operator.ge,
        operator.eq,
        operator.ne,
    )
}


# --- anywhere ---------------------------------------------------------------------------------------------------------


def times_one(op: Call, known: Known) -> Folded:
    """`x * 1` -> `x`, `x * np.ones_like(x)` -> `x`."""
    x, y = op.args
    for factor, other in ((x, y), (y, x)):
        if other.type == op.result.type and is_literal(factor, 1) and not op.kwargs:
            return other
        if known.operand_of(factor, np.ones_like) is not None and same_type(other, op.result):
            return other
    return None


def by_one(op: Call, known: Known) -> Folded:
    """`x / 1`, `x ** 1` -> `x`."""
    x, y = op.args
    return x if is_literal(y, 1) and x.type == op.result.type else None


def of_integers(op: Call, known: Known) -> Folded:
    """`2 - 1` -> `1`."""
    values = [literal(x) for x in op.args]
    if op.kwargs or not all(type(v) is int for v in values):
        return None
    return Const(_INTEGERS[op.callee](*values))


def not_literal(op: Call, known: Known) -> Folded:
    """`not True` -> `False`."""
    (x,) = op.args
    return Const(not x.value) if isinstance(x, Const) and isinstance(x.value, bool) else None


# --- in derivative code -----------------------------------------------------------------------------------------------


def is_zero(operand: Operand, known: Known) -> bool:
    """Whether an operand is zero throughout."""
    return is_literal(operand, 0) or known.definition(operand, np.zeros_like, np.zeros) is not None


def plus_zero(op: Call, known: Known) -> Folded:
    """`x + 0.0` -> `x`, `x + np.zeros_like(x)` -> `x`."""
    x, y = op.args
    for term, other in ((y, x), (x, y)):
        if is_zero(term, known) and same_type(other, op.result):
            return other
    return None


def minus_zero(op: Call, known: Known) -> Folded:
    """`x - 0.0` -> `x`."""
    x, y = op.args
    return x if is_zero(y, known) and same_type(x, op.result) else None


def _negated(operand: Operand, known: Known) -> Operand | None:
    x = known.operand_of(operand, *_NEGATIONS)
    return x if x is not None and x.type == operand.type else None


def plus_negated(op: Call, known: Known) -> Folded:
    """`a + (-b)` -> `a - b`, `(-a) + b` -> `b - a`."""
    a, b = op.args
    if (x := _negated(b, known)) is not None:
        return replace(op, callee=operator.sub, args=(a, x))
    if (x := _negated(a, known)) is not None:
        return replace(op, callee=operator.sub, args=(b, x))
    return None


def minus_negated(op: Call, known: Known) -> Folded:
    """`a - (-b)` -> `a + b`."""
    a, b = op.args
    x = _negated(b, known)
    return None if x is None else replace(op, callee=operator.add, args=(a, x))


def negated_twice(op: Call, known: Known) -> Folded:
    """`-(-x)` -> `x`."""
    x = _negated(op.args[0], known)
    return x if x is not None and x.type == op.result.type else None


def negated_literal(op: Call, known: Known) -> Folded:
    """`-(2.0)` -> `-2.0`."""
    value = literal(op.args[0])
    return None if value is None else Const(-value)


def times_negated(op: Call, known: Known) -> Folded:
    """`(-a) * b` -> `-(a * b)` where a sum or another product takes the sign."""
    reader = known.readers.get(op.result)
    if known.uses[op.result] != 1 or reader is None or reader.callee not in _SIGNED or reader.origin is None:
        return None
    for k, operand in enumerate(op.args):
        x = _negated(operand, known)
        if x is None or known.uses[operand] != 1 or dims_of(x.type) != dims_of(op.result.type):
            continue
        args = (*op.args[:k], x, *op.args[k + 1 :])
        product = known.emit(op, op.callee, *args, type=op.result.type, effect=op.effect)
        return replace(op, callee=operator.neg, args=(product,), effect="pure")
    return None


def times_minus_one(op: Call, known: Known) -> Folded:
    """`x * -1.0` -> `-x`."""
    x, y = op.args
    for factor, other in ((x, y), (y, x)):
        if is_literal(factor, -1) and other.type == op.result.type:
            return replace(op, callee=operator.neg, args=(other,))
    return None


def times_reciprocal(op: Call, known: Known) -> Folded:
    """`a * (1.0 / y)` -> `a / y`."""
    x, y = op.args
    for factor, other in ((y, x), (x, y)):
        quotient = known.definition(factor, operator.truediv, np.divide)
        if quotient is None or quotient.kwargs or known.uses[factor] != 1:
            continue
        one, divisor = quotient.args
        if not is_literal(one, 1) or not is_inexact(other.type):
            continue
        if arithmetic_type(other, divisor) == op.result.type:
            return replace(op, callee=quotient.callee, args=(other, divisor), effect=quotient.effect)
    return None


def divided(op: Call, known: Known) -> Folded:
    """`np.divide(c, x)` -> `c / x`, where `x` is not a Python number."""
    if op.kwargs or not known.is_numpy(op.args[1]) or not is_inexact(op.result.type):
        return None
    return replace(op, callee=operator.truediv)


def real_part(op: Call, known: Known) -> Folded:
    """`np.real(x)`, `np.conj(x)` -> `x` of a real `x`."""
    x = op.args[0]
    if len(op.operands) != 1 or x.type != op.result.type or not is_inexact(x.type):
        return None
    return x if np.dtype(x.type.dtype).kind == "f" else None  # type: ignore[union-attr]


def sum_of_scalar(op: Call, known: Known) -> Folded:
    """`np.sum(x)` -> `x` of a number."""
    x = op.args[0]
    return x if same_shape(x, op.result) and x.type == op.result.type and not dims_of(x.type) else None


ANYWHERE: dict[Any, tuple[Rule, ...]] = {
    **{f: (of_integers,) for f in _INTEGERS},
    operator.mul: (of_integers, times_one),
    np.multiply: (times_one,),
    operator.truediv: (by_one,),
    operator.pow: (by_one,),
    operator.not_: (not_literal,),
}

IN_DERIVATIVES: dict[Any, tuple[Rule, ...]] = {
    operator.add: (plus_zero, plus_negated),
    operator.sub: (minus_zero, minus_negated),
    operator.neg: (negated_twice, negated_literal),
    operator.mul: (times_minus_one, times_reciprocal, times_negated),
    operator.truediv: (times_negated,),
    np.divide: (divided,),
    np.real: (real_part,),
    np.conj: (real_part,),
    np.ndarray.conj: (real_part,),
    np.ndarray.conjugate: (real_part,),
    np.sum: (sum_of_scalar,),
}
