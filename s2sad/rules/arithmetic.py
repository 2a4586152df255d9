"""The rules of arithmetic: operators, their ufuncs, comparisons and conversions to Python numbers.

`z = x * y` -> partials `(y, x)`: `x_bar = z_bar * y`, `y_bar = z_bar * x`, `z_dot = y * x_dot + x * y_dot`.
"""

from __future__ import annotations

import builtins
import operator
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.rules import results
from s2sad.rules.results import always, number_type, operator_type, ufunc_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.elementwise import abs_partial, part_along, power_partial
from s2sad.runtime.shaping import match

TABLE = RuleTable()


@TABLE.elementwise(operator.add, result=results.sum_operator_type)
@TABLE.elementwise(np.add, result=ufunc_type(np.add))
def add_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0, 1.0


@TABLE.elementwise(operator.sub, result=results.difference_operator_type)
@TABLE.elementwise(np.subtract, result=ufunc_type(np.subtract))
def subtract_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0, -1.0


@TABLE.elementwise(operator.mul, result=operator_type(np.multiply, number_type))
@TABLE.elementwise(np.multiply, result=ufunc_type(np.multiply))
def multiply_partials(z: Any, x: Any, y: Any) -> Any:
    return y, x


@TABLE.elementwise(operator.truediv, result=operator_type(np.true_divide, results.quotient_type), effect="may_raise")
def truediv_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0 / y, -z / y  # y * y would underflow


@TABLE.elementwise(np.true_divide, result=ufunc_type(np.true_divide))
def divide_partials(z: Any, x: Any, y: Any) -> Any:
    return np.divide(1.0, y), -z / y


@TABLE.elementwise(operator.mod, result=operator_type(np.remainder, number_type), effect="may_raise")
def mod_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0, -(x // y)


@TABLE.elementwise(np.remainder, result=ufunc_type(np.remainder))
def remainder_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0, np.negative(np.floor_divide(x, y))


@TABLE.elementwise(np.fmod, result=ufunc_type(np.fmod))
def fmod_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0, np.rint((z - x) / y)


@TABLE.elementwise(operator.pow, builtins.pow, result=operator_type(np.power, results.power_type), effect="may_raise")
@TABLE.elementwise(np.power, result=ufunc_type(np.power), effect="may_raise")
@TABLE.elementwise(np.float_power, result=ufunc_type(np.float_power))
def power_partials(z: Any, x: Any, p: Any) -> Any:
    """The partial in p is NaN of a negative x, which has a power, but no logarithm; see `part_along`."""
    return power_partial(x, p), power_partial(x, p, 0, 1)


@TABLE.elementwise(power_partial, result=results.power_partial_type, wrt=("x", "p"))
def power_partial_partials(y: Any, x: Any, p: Any, n: Any = 1, m: Any = 0) -> Any:
    return power_partial(x, p, n + 1, m), power_partial(x, p, n, m + 1)


@TABLE.multilinear(part_along, result=operator_type(np.multiply, number_type), kept=True)
def part_along_vjp(t_bar: Any, t: Any, partial: Any, dot: Any) -> Any:
    return match(t_bar * dot, partial), match(part_along(partial, t_bar), dot)


@TABLE.elementwise(operator.neg, result=operator_type(np.negative, number_type))
@TABLE.elementwise(np.negative, result=ufunc_type(np.negative))
def negative_partials(y: Any, x: Any) -> Any:
    return -1.0


@TABLE.elementwise(operator.pos, result=operator_type(np.positive, number_type))
@TABLE.elementwise(np.positive, result=ufunc_type(np.positive))
def positive_partials(y: Any, x: Any) -> Any:
    return 1.0


@TABLE.elementwise(operator.abs, builtins.abs, result=operator_type(np.absolute, results.magnitude_type))
@TABLE.elementwise(np.absolute, result=ufunc_type(np.absolute))
def absolute_partials(y: Any, x: Any) -> Any:
    return abs_partial(x, y)


@TABLE.custom(abs_partial, wrt=("x", "y"), result=results.abs_partial_type)
def abs_partial_jvp(p: Any, x: Any, y: Any, x_dot: Any, y_dot: Any) -> Any:
    """The phase of a complex number turns, but not at 0; the sign of a real one is constant."""
    return (np.conj(x_dot) - p * y_dot) * (y != 0) / (y + (y == 0)) if np.iscomplexobj(x) else 0.0 * x_dot


@TABLE.custom(abs_partial, wrt=("x", "y"))
def abs_partial_vjp(p_bar: Any, p: Any, x: Any, y: Any) -> Any:
    quotient = p_bar * (y != 0) / (y + (y == 0)) if np.iscomplexobj(x) else 0.0 * p_bar
    return np.conj(quotient), -np.real(p * quotient)


@TABLE.elementwise(np.fabs, result=ufunc_type(np.fabs))
def fabs_partials(y: Any, x: Any) -> Any:
    return np.sign(x)


@TABLE.elementwise(np.square, result=ufunc_type(np.square))
def square_partials(y: Any, x: Any) -> Any:
    return 2.0 * x


@TABLE.elementwise(np.reciprocal, result=ufunc_type(np.reciprocal))
def reciprocal_partials(y: Any, x: Any) -> Any:
    return -y * y


@TABLE.linear(float, wrt="x", result=always(types.FLOAT), effect="may_raise")
def float_vjp(y_bar: Any, y: Any, x: Any = 0.0) -> Any:
    return y_bar if np.ndim(x) == 0 else np.reshape(y_bar, np.shape(x))


@TABLE.linear(np.float64, wrt="x", result=results.conversion_type("float64"), alias="maybe", effect="may_raise")
@TABLE.linear(np.float32, wrt="x", result=results.conversion_type("float32"), alias="maybe", effect="may_raise")
@TABLE.linear(np.complex128, wrt="x", result=results.conversion_type("complex128"), alias="maybe", effect="may_raise")
@TABLE.linear(np.complex64, wrt="x", result=results.conversion_type("complex64"), alias="maybe", effect="may_raise")
def conversion_vjp(y_bar: Any, y: Any, x: Any = 0.0) -> Any:
    return match(y_bar, x)


@TABLE.elementwise(complex, wrt=("real", "imag"), result=always(types.COMPLEX), effect="may_raise")
def complex_partials(z: Any, real: Any = 0.0, imag: Any = 0.0) -> Any:
    return 1.0, 1j


for _integer in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64):
    TABLE.constant(_integer, result=results.conversion_type(np.dtype(_integer).name), alias="maybe", effect="may_raise")
TABLE.constant(operator.floordiv, result=operator_type(np.floor_divide, number_type), effect="may_raise")
TABLE.constant(np.floor_divide, result=ufunc_type(np.floor_divide))
TABLE.constant(int, result=always(types.INT), effect="may_raise")
TABLE.constant(round, result=results.round_type, effect="may_raise")
TABLE.constant(bool, operator.truth, operator.not_, result=always(types.BOOL), effect="may_raise")
TABLE.constant(len, result=results.length_type)
TABLE.constant(operator.is_, operator.is_not, result=always(types.BOOL))
TABLE.constant(operator.contains, result=always(types.BOOL), effect="may_raise")

_operator: Any
_ufunc: Any

for _operator, _ufunc in [
    (operator.lt, np.less),
    (operator.le, np.less_equal),
    (operator.gt, np.greater),
    (operator.ge, np.greater_equal),
]:
    TABLE.constant(_operator, result=operator_type(_ufunc, always(types.BOOL)))
for _operator, _ufunc in [(operator.eq, np.equal), (operator.ne, np.not_equal)]:
    TABLE.constant(_operator, result=results.equality_type(_ufunc))
for _operator, _ufunc in [
    (operator.and_, np.bitwise_and),
    (operator.or_, np.bitwise_or),
    (operator.xor, np.bitwise_xor),
]:
    TABLE.constant(_operator, result=operator_type(_ufunc, results.bits_type))
for _operator, _ufunc in [(operator.lshift, np.left_shift), (operator.rshift, np.right_shift)]:
    TABLE.constant(_operator, result=operator_type(_ufunc, number_type), effect="may_raise")
TABLE.constant(operator.invert, result=operator_type(np.invert, number_type))
for _ufunc in (
    np.less,
    np.less_equal,
    np.greater,
    np.greater_equal,
    np.equal,
    np.not_equal,
    np.logical_and,
    np.logical_or,
    np.logical_xor,
    np.logical_not,
    np.bitwise_and,
    np.bitwise_or,
    np.bitwise_xor,
    np.invert,
    np.left_shift,
    np.right_shift,
):
    TABLE.constant(_ufunc, result=ufunc_type(_ufunc))
