"""Cases of arithmetic and elementwise rules: numbers, vectors, matrices, broadcasting pairs and keywords."""

from __future__ import annotations

import builtins
import math
import operator
import sys
from typing import Any

import numpy as np

from s2sad.runtime.elementwise import abs_partial, as_mask, component, holds_objects, is_mask, part_along, power_partial
from tests.rules.direct import Case

X = np.array([0.3, 0.71, 0.52])
M = np.array([[0.37, 0.82, 0.55], [0.44, 0.16, 0.91]])
C = np.array([[0.25], [0.64]])
S = np.array([0.8, -0.6, 1.7, -2.3])
F32 = np.float32(0.5) + np.zeros((2, 3), np.float32)
Z = np.array([0.3 + 0.4j, -0.7 + 0.2j])
B = np.array([True, False, True])
I8 = np.array([1, 2, 3], np.int8)


def unary(primitive: Any, *values: Any, analytic: bool = True) -> list[Case]:
    """Cases of a function of one argument."""
    return [Case(primitive, (x,), analytic=analytic) for x in values]


def binary(primitive: Any, *, analytic: bool = True) -> list[Case]:
    """Cases of a function of two arguments: numbers, equal shapes, broadcasting on either side."""
    pairs = [(0.7, 0.4), (X, X[::-1] + 0.1), (X, 0.4), (0.4, X), (M, X), (X, M), (C, X), (M, C)]
    return [Case(primitive, pair, analytic=analytic) for pair in pairs]


ANALYTIC = [
    np.sin,
    np.cos,
    np.tan,
    np.arcsin,
    np.arccos,
    np.arctan,
    np.sinh,
    np.cosh,
    np.tanh,
    np.arcsinh,
    np.arctanh,
    np.exp,
    np.exp2,
    np.expm1,
    np.log,
    np.log2,
    np.log10,
    np.log1p,
    np.sqrt,
    np.square,
    np.reciprocal,
    np.negative,
    np.positive,
    operator.neg,
    operator.pos,
]
REAL = [np.cbrt, np.fabs, np.absolute, operator.abs, builtins.abs, np.deg2rad, np.radians, np.rad2deg, np.degrees]
MATH = [
    math.sin,
    math.cos,
    math.tan,
    math.asin,
    math.acos,
    math.atan,
    math.sinh,
    math.cosh,
    math.tanh,
    math.asinh,
    math.atanh,
    math.exp,
    math.expm1,
    math.log,
    math.log2,
    math.log10,
    math.log1p,
    math.sqrt,
    math.fabs,
    math.erf,
    math.erfc,
    math.degrees,
    math.radians,
    float,
]
if sys.version_info >= (3, 11):
    MATH += [math.exp2, math.cbrt]

CASES: list[Case] = [
    *(case for f in ANALYTIC for case in unary(f, 0.45, X, M, C)),
    *(case for f in REAL for case in unary(f, 0.45, S, M, C, np.array(0.5), analytic=False)),
    *(case for f in MATH for case in unary(f, 0.45, 0.8, np.float64(0.3), analytic=False)),
    *unary(np.arccosh, 1.4, X + 1.2, M + 1.5),
    *unary(math.acosh, 1.4, 3.2, analytic=False),
    *(
        case
        for f in (np.absolute, np.angle, np.real, np.imag, np.conj)
        for case in unary(f, Z, 0.3 + 0.4j, analytic=False)
    ),
    *(case for f in (np.real, np.imag, np.conj, np.angle) for case in unary(f, S + 3, analytic=False)),
    *(case for f in (np.ndarray.conj, np.ndarray.conjugate) for case in unary(f, Z, X, analytic=False)),
    *(case for f in (np.sin, np.exp, np.sqrt, np.tanh, np.log) for case in unary(f, Z, analytic=False)),
    *(
        case
        for f in (
            *(operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, builtins.pow),
            *(np.add, np.subtract, np.multiply, np.true_divide, np.power, np.float_power),
        )
        for case in binary(f)
    ),
    *(
        case
        for f in (
            *(np.maximum, np.minimum, np.fmax, np.fmin, np.arctan2, np.hypot, np.logaddexp, np.logaddexp2),
            *(np.copysign, operator.mod, np.remainder, np.fmod),
        )
        for case in binary(f, analytic=False)
    ),
    *(
        Case(f, pair)
        for f in (math.pow, math.hypot, math.atan2, math.copysign, math.fmod, math.remainder, math.log)
        for pair in [(0.7, 0.4), (1.9, 0.6), (3.4, 1.25)]
    ),
    *(Case(f, (-7.3, 2.1)) for f in (operator.mod, np.remainder, np.fmod, math.fmod, math.remainder, np.copysign)),
    *(Case(f, (x, p)) for f in (operator.pow, np.power) for x in (0.7, X, S) for p in (0, 1, 2, 3, -1)),
    Case(np.power, (S, np.array([1, 2, 3, 0]))),
    Case(operator.pow, (2, X)),
    Case(operator.pow, (2, 0.3)),
    *(Case(f, pair) for f in (builtins.max, builtins.min) for pair in [(0.7, 0.4), (0.4, np.float64(0.7))]),
    *(Case(complex, args) for args in [(0.7,), (0.7, 0.4)]),
    *(Case(f, (x,)) for f in (np.float64, np.complex128) for x in (0.7, X, np.float64(0.3))),
    Case(np.where, (B, X, M)),
    Case(np.where, (B, 0.5, X)),
    Case(np.where, (True, 0.5, 0.25)),
    Case(np.where, (np.array([0, 2, -1]), X, X[::-1])),
    Case(np.where, (M > 0.5, C, X)),
    Case(np.clip, (S, -1.0, 1.0)),
    Case(np.clip, (M, X, C)),
    Case(np.clip, (S, None, 1.0)),
    Case(np.clip, (0.7, 0.1, 0.5)),
    Case(np.clip, (S,), {"a_min": 0.9, "a_max": 0.1}),
    Case(np.ndarray.clip, (S, -1.0, 1.0)),
    Case(np.ndarray.clip, (S,), {"min": 0.0}),
    *(
        Case(power_partial, (x, p, n, m))
        for x, p in [(0.7, 2.3), (X, 3), (X, M), (0.8, 3), (C, X)]
        for n, m in [(1, 0), (2, 0), (1, 1), (2, 2)]
    ),
    *(Case(power_partial, (x, p)) for x, p in [(0.7, 2.3), (S, 3), (X, 2.0)]),
    Case(component, (S, 2.0 + S * S)),
    *(Case(part_along, pair) for pair in [(0.7, 2.3), (X, M), (S, 0.4), (0.6, X)]),
    Case(abs_partial, (S, np.abs(S))),
    Case(abs_partial, (-0.7, 0.7)),
    Case(abs_partial, (Z, np.abs(Z))),
]

_COMPARISONS = [np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal]
_OPERATORS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
INTEGERS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
_PAIRS: list[tuple[Any, Any]] = [(1.0, 2), (X, 0.5), (M, C), (np.float64(1), 2.0), (F32, 1), (I8, 2), (B, True)]
_ARITHMETIC: list[Any] = [operator.add, operator.mul, operator.truediv, np.add, np.multiply, np.true_divide]

TYPES: list[Case] = [
    *(Case(f, pair) for f in [*_COMPARISONS, *_OPERATORS, *_ARITHMETIC] for pair in _PAIRS),
    *(
        Case(f, pair)
        for f in _ARITHMETIC
        for pair in [(True, True), (2, 3), (F32, X), (F32, 1.0), (I8, np.int8(2)), (1j, 2)]
    ),
    *(Case(f, pair) for f in (operator.pow, np.power) for pair in [(2, 3), (2.0, 3), (F32, 2), (I8, 2), (True, True)]),
    Case(operator.pow, (2, -3)),
    *(
        Case(f, (x,))
        for f in (operator.neg, operator.abs, abs, np.absolute, np.negative)
        for x in (1, 1.0, F32, Z, 1j, I8)
    ),
    *(Case(f, (x,)) for f in (operator.neg, operator.abs, abs) for x in (True, False)),
    *(Case(f, (x,)) for f in (np.sin, np.exp, np.sqrt) for x in (1, True, I8, F32, Z, np.float32(1), np.array(1.0))),
    *(Case(f, (x,)) for f in (np.floor, np.ceil, np.trunc, np.rint, np.sign, np.isnan) for x in (1.5, 2, X, F32, I8)),
    *(Case(f, (x,)) for f in (np.isfinite, np.isinf, np.signbit) for x in (1.5, X, F32)),
    *(Case(f, pair) for f in (np.logical_and, np.logical_or, np.logical_xor) for pair in _PAIRS),
    *(Case(f, (x,)) for f in (np.logical_not, operator.not_, operator.truth, bool) for x in (1.0, True, np.float64(1))),
    *(
        Case(f, pair)
        for f in (operator.and_, operator.or_, operator.xor)
        for pair in [(True, False), (1, 2), (B, True), (I8, 3)]
    ),
    *(
        Case(f, pair)
        for f in (operator.floordiv, operator.mod)
        for pair in [(7, 2), (7.5, 2), (True, True), (X, 2), (I8, 2)]
    ),
    *(
        Case(f, pair)
        for f in (np.bitwise_and, np.bitwise_or, np.bitwise_xor)
        for pair in [(True, False), (1, 2), (B, True)]
    ),
    *(
        Case(f, pair)
        for f in (operator.lshift, operator.rshift, np.left_shift, np.right_shift)
        for pair in [(4, 1), (I8, 1)]
    ),
    *(Case(f, (x,)) for f in (operator.invert, np.invert) for x in (1, B, I8)),
    Case(np.floor_divide, (X, 2)),
    *(Case(f, pair) for f in (operator.is_, operator.is_not) for pair in [(None, None), (X, None), (1.0, None)]),
    *(Case(f, pair) for f in (operator.eq, operator.ne) for pair in [("a", "b"), ((1, 2), (1, 2)), (None, "a")]),
    Case(operator.contains, ((1, 2), 1)),
    Case(len, (X,)),
    *(Case(int, (x,)) for x in (1.5, True, np.float64(2))),
    *(Case(float, (x,)) for x in (1, True, np.float32(2))),
    *(Case(f, (x,)) for f in INTEGERS for x in (1.5, True, np.float32(2))),
    *(Case(round, args) for args in [(1.5,), (1.55, 1), (np.float64(1.5),), (np.float64(1.55), 1), (3, 1)]),
    *(Case(f, args) for f in (np.round, np.around) for args in [(1.5,), (X, 1), (F32,), (3,), (I8,)]),
    Case(np.ndarray.round, (X, 2)),
    *(Case(np.where, args) for args in [(B, F32, 1.0), (B, 1, 2), (True, 1.0, F32), (X, I8, 0.5), (B, 1, 2.0)]),
    *(Case(np.clip, args) for args in [(F32, 0.0, 1.0), (I8, 0.5, 2), (I8, 0, 2), (F32, None, X), (3, 0, 2)]),
    *(Case(f, (x,)) for f in (np.real, np.imag) for x in (1.0, 2, 1j, Z, F32, np.array(1.0), np.complex64(1))),
    *(Case(np.angle, (x,)) for x in (1.0, Z, F32, np.complex64(1))),
    *(Case(f, args) for f in (np.isclose, np.allclose, np.array_equal) for args in [(X, X), (1.0, 2.0), (M, M)]),
    *(
        Case(f, (x,))
        for f in (math.isnan, math.isinf, math.isfinite, math.floor, math.ceil, math.trunc)
        for x in (1.5,)
    ),
    *(Case(f, (x,)) for f in (as_mask, holds_objects, is_mask) for x in (B, True, I8, M)),
    *(
        Case(power_partial, pair)
        for pair in [(F32, 2), (F32, X), (2.0, 3), (2, 3), (X, 0), (np.float64(2), 0.5), (0.0, 2.0), (1j, 2)]
    ),
    *(Case(f, (x,)) for f in (np.float32, np.complex64) for x in (1.0, 2, F32, np.float64(1))),
    Case(math.isclose, (1.0, 2.0)),
    *(Case(f, (6, 4)) for f in (math.gcd, math.comb)),
    *(Case(f, (6,)) for f in (math.factorial, math.isqrt)),
]
