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

from s2sad.ir.leaves import dtype_of
from s2sad.ir.ops import Call, Const, Operand, is_derivative
from s2sad.ir.types import Scalar, dims_of, is_complex, is_inexact, is_int
from s2sad.optimize.fold_match import Folded, Known, Rule, arithmetic_type, is_literal, literal, same_shape, same_type

_NEGATIONS = (operator.neg, np.negative)
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
        max,
        min,
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
    """`2 - 1` -> `1`, `max(0, 0)` -> `0`."""
    values = [literal(x) for x in op.args]
    if op.kwargs or not all(type(v) is int for v in values):
        return None
    return Const(_INTEGERS[op.callee](*values))


def not_literal(op: Call, known: Known) -> Folded:
    """`not True` -> `False`."""
    (x,) = op.args
    return Const(not x.value) if isinstance(x, Const) and isinstance(x.value, bool) else None


# --- in derivative code -----------------------------------------------------------------------------------------------


def of_literals(op: Call, known: Known) -> Folded:
    """`3 * 1.0` -> `3.0`."""
    values = [literal(x) for x in op.args]
    if op.kwargs or None in values or (op.callee is operator.truediv and values[1] == 0):
        return None
    return Const(op.callee(*values))


def times_one_weakly(op: Call, known: Known) -> Folded:
    """`x * 1.0` -> `x` for a Python float, also where the product is taken for a number of NumPy."""
    for factor, other in (op.args, op.args[::-1]):
        fits = isinstance(other.type, Scalar) and other.type.weak and isinstance(op.result.type, Scalar)
        if fits and is_literal(factor, 1) and dtype_of(other.type) == dtype_of(op.result.type):
            return other
    return None


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


def doubled(op: Call, known: Known) -> Folded:
    """`x + x` -> `2 * x`."""
    a, b = op.args
    two = Const(2)
    fits = a is b and arithmetic_type(two, a) == op.result.type
    return replace(op, callee=operator.mul, args=(two, a)) if fits else None


def minus_zero(op: Call, known: Known) -> Folded:
    """`x - 0.0` -> `x`."""
    x, y = op.args
    return x if is_zero(y, known) and same_type(x, op.result) else None


def times_zeros(op: Call, known: Known) -> Folded:
    """`x * np.zeros_like(y)` -> `np.zeros_like(y)`: derivatives that vanish, such as the third one of a square."""
    for factor in op.args:
        if known.definition(factor, np.zeros_like) is not None and same_type(factor, op.result):
            return factor
    return None


def _negated(operand: Operand, known: Known) -> Operand | None:
    x = known.operand_of(operand, *_NEGATIONS)
    return x if x is not None and x.type == operand.type else None


def minus_negative(op: Call, known: Known) -> Folded:
    """`a - -2.0 * b` -> `a + 2.0 * b`, and `a + -2.0 * b` -> `a - 2.0 * b`."""
    a, b = op.args
    product = known.definition(b, operator.mul)
    if product is None or not is_derivative(product) or known.uses[b] != 1:
        return None
    number, x = literal(product.args[0]), product.args[1]
    if number is None or number >= 0:
        return None
    positive = known.emit(op, operator.mul, Const(-number), x, type=b.type, effect=product.effect)
    return replace(op, callee=operator.add if op.callee is operator.sub else operator.sub, args=(a, positive))


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


def negated_minus(op: Call, known: Known) -> Folded:
    """`(-a) - b` -> `-(a + b)`."""
    a, b = op.args
    x = _negated(a, known)
    if x is None or known.uses[a] != 1 or arithmetic_type(x, b) != op.result.type:
        return None
    total = known.emit(op, operator.add, x, b, type=op.result.type, effect=op.effect)
    return replace(op, callee=operator.neg, args=(total,), effect="pure")


def negated_twice(op: Call, known: Known) -> Folded:
    """`-(-x)` -> `x`."""
    x = _negated(op.args[0], known)
    return x if x is not None and x.type == op.result.type else None


def negated_literal(op: Call, known: Known) -> Folded:
    """`-(2.0)` -> `-2.0`."""
    value = literal(op.args[0])
    return None if value is None else Const(-value)


def times_negated(op: Call, known: Known) -> Folded:
    """`(-a) * b` -> `-(a * b)` where a sum takes the sign, `2 * (-a)` -> `-2 * a` elsewhere."""
    for k, operand in enumerate(op.args):
        x = _negated(operand, known)
        if x is None or dims_of(x.type) != dims_of(op.result.type):
            continue
        if known.uses[operand] == 1 and _sign_is_taken(op.result, known):
            args = (*op.args[:k], x, *op.args[k + 1 :])
            product = known.emit(op, op.callee, *args, type=op.result.type, effect=op.effect)
            return replace(op, callee=operator.neg, args=(product,), effect="pure")
        factor = literal(op.args[1 - k])
        if factor is not None and op.callee is operator.mul:
            return replace(op, args=(Const(-factor), x))
    return None


def _sign_is_taken(value: Operand, known: Known, depth: int = 8) -> bool:
    """Whether a minus sign on `value` ends in a sum, as that of a difference."""
    reader = known.readers.get(value)
    if known.uses[value] != 1 or reader is None or not is_derivative(reader) or depth == 0:
        return False
    if reader.callee in (operator.mul, operator.truediv):
        return _sign_is_taken(reader.result, known, depth - 1)
    return reader.callee in (operator.add, operator.sub, operator.neg)


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


def scaled(op: Call, known: Known) -> Folded:
    """`c * (2 * x)` -> `2 * c * x` of a number `c` and an array `x`, `6.0 * x` if `c` is 3.0: one pass less."""
    c, product = op.args
    inner = known.definition(product, operator.mul)
    if inner is None or not is_derivative(inner) or known.uses[product] != 1 or dims_of(c.type):
        return None
    factor, x = inner.args
    first, second = literal(c), literal(factor)
    if first is not None and second is not None and arithmetic_type(c, x) == op.result.type:
        return replace(op, args=(Const(first * second), x))
    if second is None or first is not None or not dims_of(x.type) or not is_inexact(c.type):
        return None
    number = known.emit(op, operator.mul, factor, c, type=arithmetic_type(factor, c))
    fits = arithmetic_type(number, x) == op.result.type
    return replace(op, args=(number, x)) if fits else None


def shifted(op: Call, known: Known) -> Folded:
    """`n - 1 - 1` -> `n - 2` of integers."""
    x, shift = op.args
    inner = known.definition(x, operator.add, operator.sub)
    offset = literal(shift)
    if inner is None or type(offset) is not int or not is_int(op.result.type) or not is_int(inner.args[0].type):
        return None
    first = literal(inner.args[1])
    if type(first) is not int:
        return None
    total = _signed(op, offset) + _signed(inner, first)
    if total == 0:
        return inner.args[0]
    callee = operator.add if total > 0 else operator.sub
    return replace(op, callee=callee, args=(inner.args[0], Const(abs(total))))


def _signed(op: Call, offset: int) -> int:
    return offset if op.callee is operator.add else -offset


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
    return x if not is_complex(x.type) else None


def sum_of_scalar(op: Call, known: Known) -> Folded:
    """`np.sum(x)` -> `x` of a number."""
    x = op.args[0]
    return x if same_shape(x, op.result) and x.type == op.result.type and not dims_of(x.type) else None


def sum_of_negated(op: Call, known: Known) -> Folded:
    """`np.sum(-x)` -> `-np.sum(x)`: one pass over the array less."""
    x = _negated(op.args[0], known)
    if x is None or known.uses[op.args[0]] != 1:
        return None
    total = known.emit(op, np.sum, x, *op.args[1:], type=op.result.type, effect=op.effect, **dict(op.kwargs))
    return replace(op, callee=operator.neg, args=(total,), kwargs=(), effect="pure")


ANYWHERE: dict[Any, tuple[Rule, ...]] = {
    **{f: (of_integers,) for f in _INTEGERS},
    operator.mul: (of_integers, times_one),
    np.multiply: (times_one,),
    operator.truediv: (by_one,),
    operator.pow: (by_one,),
    operator.not_: (not_literal,),
}

IN_DERIVATIVES: dict[Any, tuple[Rule, ...]] = {
    operator.add: (of_literals, plus_zero, plus_negated, minus_negative, doubled, shifted),
    operator.sub: (of_literals, minus_zero, minus_negated, minus_negative, negated_minus, shifted),
    operator.neg: (negated_twice, negated_literal),
    operator.mul: (
        of_literals,
        times_one_weakly,
        times_zeros,
        times_minus_one,
        times_reciprocal,
        times_negated,
        scaled,
    ),
    operator.truediv: (
        of_literals,
        times_negated,
    ),
    np.divide: (divided,),
    np.real: (real_part,),
    np.conj: (real_part,),
    np.ndarray.conj: (real_part,),
    np.ndarray.conjugate: (real_part,),
    np.sum: (sum_of_scalar, sum_of_negated),
}
