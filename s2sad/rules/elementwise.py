"""The rules of elementwise functions of NumPy and `math`.

`y = np.exp(x)` -> partial `y`. A boolean partial is a mask, a pair is a mask and a factor: `z = np.where(c, x, y)` ->
`(c, np.logical_not(c))`, so that what is infinite in a lane not taken is cut. A partial that may divide by zero where
the primal does not raise is an `np.divide`, or divides a NumPy number. Literals: 0.693… = log 2, 1.442… = 1 / log 2,
0.434… = 1 / log 10, 0.017… = pi / 180, 1.128… = 2 / sqrt(pi).
"""

from __future__ import annotations

import builtins
import math
import sys
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.rules import results
from s2sad.rules.results import always, ufunc_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.elementwise import as_mask, power_partial

TABLE = RuleTable()
_FLOAT = always(types.FLOAT)


# --- trigonometric and hyperbolic functions --------------------------------------------------------------------------


@TABLE.elementwise(np.sin, result=ufunc_type(np.sin))
def sin_partials(y: Any, x: Any) -> Any:
    return np.cos(x)


@TABLE.elementwise(np.cos, result=ufunc_type(np.cos))
def cos_partials(y: Any, x: Any) -> Any:
    return -np.sin(x)


@TABLE.elementwise(np.tan, result=ufunc_type(np.tan))
@TABLE.elementwise(math.tan, result=_FLOAT, effect="may_raise")
def tan_partials(y: Any, x: Any) -> Any:
    return 1.0 + y * y


@TABLE.elementwise(np.arcsin, result=ufunc_type(np.arcsin))
def arcsin_partials(y: Any, x: Any) -> Any:
    return 1.0 / np.sqrt((1.0 - x) * (1.0 + x))


@TABLE.elementwise(np.arccos, result=ufunc_type(np.arccos))
def arccos_partials(y: Any, x: Any) -> Any:
    return -1.0 / np.sqrt((1.0 - x) * (1.0 + x))


@TABLE.elementwise(np.arctan, result=ufunc_type(np.arctan))
@TABLE.elementwise(math.atan, result=_FLOAT)
def arctan_partials(y: Any, x: Any) -> Any:
    return 1.0 / (1.0 + x * x)


@TABLE.elementwise(np.sinh, result=ufunc_type(np.sinh))
def sinh_partials(y: Any, x: Any) -> Any:
    return np.cosh(x)


@TABLE.elementwise(np.cosh, result=ufunc_type(np.cosh))
def cosh_partials(y: Any, x: Any) -> Any:
    return np.sinh(x)


@TABLE.elementwise(np.tanh, result=ufunc_type(np.tanh))
@TABLE.elementwise(math.tanh, result=_FLOAT)
def tanh_partials(y: Any, x: Any) -> Any:
    return 1.0 - y * y


@TABLE.elementwise(np.arcsinh, result=ufunc_type(np.arcsinh))
def arcsinh_partials(y: Any, x: Any) -> Any:
    return 1.0 / np.sqrt(x * x + 1.0)


@TABLE.elementwise(np.arccosh, result=ufunc_type(np.arccosh))
def arccosh_partials(y: Any, x: Any) -> Any:
    return 1.0 / (np.sqrt(x - 1.0) * np.sqrt(x + 1.0))


@TABLE.elementwise(np.arctanh, result=ufunc_type(np.arctanh))
def arctanh_partials(y: Any, x: Any) -> Any:
    return np.divide(1.0, (1.0 - x) * (1.0 + x))


@TABLE.elementwise(np.arctan2, result=ufunc_type(np.arctan2))
def arctan2_partials(z: Any, y: Any, x: Any) -> Any:
    """Divides by the distance twice, which neither overflows nor underflows; 0 at the origin."""
    r = np.hypot(x, y)
    divisor = r + (r == 0)
    return x / divisor / divisor, -y / divisor / divisor


@TABLE.elementwise(np.deg2rad, np.radians, result=ufunc_type(np.deg2rad))
@TABLE.elementwise(math.radians, result=_FLOAT)
def deg2rad_partials(y: Any, x: Any) -> Any:
    return 0.017453292519943295


@TABLE.elementwise(np.rad2deg, np.degrees, result=ufunc_type(np.rad2deg))
@TABLE.elementwise(math.degrees, result=_FLOAT)
def rad2deg_partials(y: Any, x: Any) -> Any:
    return 57.29577951308232


# --- exponentials, logarithms and roots ------------------------------------------------------------------------------


@TABLE.elementwise(np.exp, result=ufunc_type(np.exp))
@TABLE.elementwise(math.exp, result=_FLOAT, effect="may_raise")
def exp_partials(y: Any, x: Any) -> Any:
    return y


@TABLE.elementwise(np.exp2, result=ufunc_type(np.exp2))
def exp2_partials(y: Any, x: Any) -> Any:
    return 0.6931471805599453 * y


@TABLE.elementwise(np.expm1, result=ufunc_type(np.expm1))
@TABLE.elementwise(math.expm1, result=_FLOAT, effect="may_raise")
def expm1_partials(y: Any, x: Any) -> Any:
    return y + 1.0


@TABLE.elementwise(np.log, result=ufunc_type(np.log))
def log_partials(y: Any, x: Any) -> Any:
    return np.divide(1.0, x)


@TABLE.elementwise(np.log2, result=ufunc_type(np.log2))
def log2_partials(y: Any, x: Any) -> Any:
    return np.divide(1.4426950408889634, x)


@TABLE.elementwise(np.log10, result=ufunc_type(np.log10))
def log10_partials(y: Any, x: Any) -> Any:
    return np.divide(0.4342944819032518, x)


@TABLE.elementwise(np.log1p, result=ufunc_type(np.log1p))
def log1p_partials(y: Any, x: Any) -> Any:
    return np.divide(1.0, 1.0 + x)


@TABLE.elementwise(np.sqrt, result=ufunc_type(np.sqrt))
def sqrt_partials(y: Any, x: Any) -> Any:
    return 0.5 / y


@TABLE.elementwise(np.cbrt, result=ufunc_type(np.cbrt))
def cbrt_partials(y: Any, x: Any) -> Any:
    return 1.0 / (3.0 * y * y)


@TABLE.elementwise(np.logaddexp, result=ufunc_type(np.logaddexp))
def logaddexp_partials(z: Any, x: Any, y: Any) -> Any:
    return np.exp(x - z), np.exp(y - z)


@TABLE.elementwise(np.logaddexp2, result=ufunc_type(np.logaddexp2))
def logaddexp2_partials(z: Any, x: Any, y: Any) -> Any:
    return np.exp2(x - z), np.exp2(y - z)


@TABLE.elementwise(np.hypot, result=ufunc_type(np.hypot))
@TABLE.elementwise(math.hypot, result=_FLOAT)
def hypot_partials(z: Any, x: Any, y: Any) -> Any:
    divisor = z + (z == 0)
    return x / divisor, y / divisor


@TABLE.elementwise(np.copysign, wrt="x", result=ufunc_type(np.copysign))
def copysign_partials(z: Any, x: Any, y: Any) -> Any:
    return np.sign(x) * np.copysign(1.0, y)


# --- choices ---------------------------------------------------------------------------------------------------------


@TABLE.elementwise(np.where, wrt=("x", "y"), result=results.where_type)
def where_partials(z: Any, condition: Any, x: Any, y: Any) -> Any:
    mask = as_mask(condition)
    return mask, np.logical_not(mask)


@TABLE.elementwise(np.maximum, result=ufunc_type(np.maximum))
def maximum_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x >= y, share), (y >= x, share)


@TABLE.elementwise(np.minimum, result=ufunc_type(np.minimum))
def minimum_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x <= y, share), (y <= x, share)


@TABLE.elementwise(builtins.max, result=results.choice_type)
def max_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x >= y, share), (y >= x, share)


@TABLE.elementwise(builtins.min, result=results.choice_type)
def min_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x <= y, share), (y <= x, share)


@TABLE.elementwise(np.fmax, result=ufunc_type(np.fmax))
def fmax_partials(z: Any, x: Any, y: Any) -> Any:
    """A number wins against NaN."""
    share = 1.0 - 0.5 * (x == y)
    return (np.logical_or(x >= y, np.isnan(y)), share), (np.logical_or(y >= x, np.isnan(x)), share)


@TABLE.elementwise(np.fmin, result=ufunc_type(np.fmin))
def fmin_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (np.logical_or(x <= y, np.isnan(y)), share), (np.logical_or(y <= x, np.isnan(x)), share)


@TABLE.elementwise(np.clip, wrt=("a", "a_min", "a_max"), result=results.clip_type)
def clip_partials(y: Any, a: Any, a_min: Any = None, a_max: Any = None) -> Any:
    """As `np.minimum(np.maximum(a, low), high)`: `a` shares with a bound that it equals."""
    low = -math.inf if a_min is None else a_min
    high = math.inf if a_max is None else a_max
    inside = np.logical_and(a >= low, a <= high)
    raised = np.logical_and(low >= a, low <= high)
    share, bounds_share = (1.0 - 0.5 * (a == low)), (1.0 - 0.5 * (np.maximum(a, low) == high))
    return (inside, share * bounds_share), (raised, share * bounds_share), (np.maximum(a, low) >= high, bounds_share)


@TABLE.elementwise(
    np.ndarray.clip, wrt=("a", "min", "max"), result=lambda a, min=None, max=None: results.clip_type(a, min, max)
)
def clip_method_partials(y: Any, a: Any, min: Any = None, max: Any = None) -> Any:
    return clip_partials(y, a, min, max)


# --- complex numbers: no conjugation in the adjoint, as in JAX and autograd -------------------------------------------


@TABLE.linear(np.real, wrt="x", result=results.part_type, alias="maybe")
def real_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return y_bar


@TABLE.linear(np.imag, wrt="x", result=results.part_type, alias="maybe")
def imag_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return -1j * y_bar


@TABLE.linear(np.conj, wrt="x", result=ufunc_type(np.conj))
@TABLE.linear(np.ndarray.conj, np.ndarray.conjugate, wrt="x", result=ufunc_type(np.conj), alias="maybe")
def conj_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return np.conj(y_bar)


@TABLE.elementwise(np.angle, result=results.angle_type)
def angle_partials(y: Any, z: Any) -> Any:
    """d arg z = Re(-i dz / z); the engine takes the real part."""
    return np.divide(-1j, z)


# --- math: its functions stay in math, because NumPy is slow on single numbers ----------------------------------------


@TABLE.elementwise(math.sin, result=_FLOAT, effect="may_raise")
def math_sin_partials(y: Any, x: Any) -> Any:
    return math.cos(x)


@TABLE.elementwise(math.cos, result=_FLOAT, effect="may_raise")
def math_cos_partials(y: Any, x: Any) -> Any:
    return -math.sin(x)


@TABLE.elementwise(math.asin, result=_FLOAT, effect="may_raise")
def math_asin_partials(y: Any, x: Any) -> Any:
    return np.divide(1.0, math.sqrt((1.0 - x) * (1.0 + x)))


@TABLE.elementwise(math.acos, result=_FLOAT, effect="may_raise")
def math_acos_partials(y: Any, x: Any) -> Any:
    return np.divide(-1.0, math.sqrt((1.0 - x) * (1.0 + x)))


@TABLE.elementwise(math.sinh, result=_FLOAT, effect="may_raise")
def math_sinh_partials(y: Any, x: Any) -> Any:
    return math.cosh(x)


@TABLE.elementwise(math.cosh, result=_FLOAT, effect="may_raise")
def math_cosh_partials(y: Any, x: Any) -> Any:
    return math.sinh(x)


@TABLE.elementwise(math.asinh, result=_FLOAT)
def math_asinh_partials(y: Any, x: Any) -> Any:
    return 1.0 / math.hypot(1.0, x)


@TABLE.elementwise(math.acosh, result=_FLOAT, effect="may_raise")
def math_acosh_partials(y: Any, x: Any) -> Any:
    return np.divide(1.0, math.sqrt(x - 1.0) * math.sqrt(x + 1.0))


@TABLE.elementwise(math.atanh, result=_FLOAT, effect="may_raise")
def math_atanh_partials(y: Any, x: Any) -> Any:
    return 1.0 / ((1.0 - x) * (1.0 + x))


@TABLE.elementwise(math.atan2, result=_FLOAT)
def math_atan2_partials(z: Any, y: Any, x: Any) -> Any:
    r = math.hypot(x, y)
    divisor = r + (r == 0.0)
    return x / divisor / divisor, -y / divisor / divisor


@TABLE.elementwise(math.log, wrt=("x", "base"), result=_FLOAT, effect="may_raise")
def math_log_partials(y: Any, x: Any, base: Any = None) -> Any:
    if base is None:
        return 1.0 / x, 0.0
    log_base = math.log(base)
    return 1.0 / x / log_base, -y / base / log_base


@TABLE.elementwise(math.log2, result=_FLOAT, effect="may_raise")
def math_log2_partials(y: Any, x: Any) -> Any:
    return 1.4426950408889634 / x


@TABLE.elementwise(math.log10, result=_FLOAT, effect="may_raise")
def math_log10_partials(y: Any, x: Any) -> Any:
    return 0.4342944819032518 / x


@TABLE.elementwise(math.log1p, result=_FLOAT, effect="may_raise")
def math_log1p_partials(y: Any, x: Any) -> Any:
    return 1.0 / (1.0 + x)


@TABLE.elementwise(math.sqrt, result=_FLOAT, effect="may_raise")
def math_sqrt_partials(y: Any, x: Any) -> Any:
    return np.divide(0.5, y)


@TABLE.elementwise(math.pow, result=_FLOAT, effect="may_raise")
def math_pow_partials(z: Any, x: Any, p: Any) -> Any:
    return power_partial(x, p), z * np.log(x + (x == 0.0))


@TABLE.elementwise(math.fabs, result=_FLOAT)
def math_fabs_partials(y: Any, x: Any) -> Any:
    return math.copysign(x != 0.0, x)


@TABLE.elementwise(math.copysign, wrt="x", result=_FLOAT)
def math_copysign_partials(z: Any, x: Any, y: Any) -> Any:
    return math.copysign(x != 0.0, x) * math.copysign(1.0, y)


@TABLE.elementwise(math.fmod, math.remainder, result=_FLOAT, effect="may_raise")
def math_fmod_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0, np.rint((z - x) / y)


@TABLE.elementwise(math.erf, result=_FLOAT)
def math_erf_partials(y: Any, x: Any) -> Any:
    return 1.1283791670955126 * math.exp(-x * x)


@TABLE.elementwise(math.erfc, result=_FLOAT)
def math_erfc_partials(y: Any, x: Any) -> Any:
    return -1.1283791670955126 * math.exp(-x * x)


if sys.version_info >= (3, 11):

    @TABLE.elementwise(math.exp2, result=_FLOAT, effect="may_raise")
    def math_exp2_partials(y: Any, x: Any) -> Any:
        return 0.6931471805599453 * y

    @TABLE.elementwise(math.cbrt, result=_FLOAT)
    def math_cbrt_partials(y: Any, x: Any) -> Any:
        return np.divide(1.0, 3.0 * y * y)


# --- derivative zero by nature ---------------------------------------------------------------------------------------

for _ufunc in (np.sign, np.floor, np.ceil, np.trunc, np.rint, np.isfinite, np.isnan, np.isinf, np.signbit):
    TABLE.constant(_ufunc, result=ufunc_type(_ufunc))
TABLE.constant(np.round, np.around, np.ndarray.round, result=results.around_type)
TABLE.constant(as_mask, result=results.mask_type, alias="maybe")
TABLE.constant(np.isclose, result=results.isclose_type)
TABLE.constant(
    np.allclose, np.array_equal, math.isnan, math.isinf, math.isfinite, math.isclose, result=always(types.BOOL)
)
TABLE.constant(math.floor, math.ceil, math.trunc, result=always(types.INT), effect="may_raise")
TABLE.constant(math.gcd, math.comb, math.factorial, math.isqrt, result=always(types.INT), effect="may_raise")
