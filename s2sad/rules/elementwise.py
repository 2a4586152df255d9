"""The rules of elementwise functions of NumPy, and of those of `math` that share a formula with them.

`y = np.exp(x)` -> partial `y`. A partial that may divide by zero where
the primal does not raise is an `np.divide`, or divides a NumPy number. Literals: 0.693… = log 2, 1.442… = 1 / log 2,
0.434… = 1 / log 10, 0.017… = pi / 180, 1.128… = 2 / sqrt(pi).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.rules.result_products import quotient_type
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import always, ufunc_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.elementwise import component
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.special import bessel_i, complex_polygamma, sinc_derivative

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
    return component(component(x, r), r), -component(component(y, r), r)


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
    """The mask keeps -inf, the logarithm of 0, from -inf - -inf."""
    return (x > -math.inf, np.exp(x - z)), (y > -math.inf, np.exp(y - z))


@TABLE.elementwise(np.logaddexp2, result=ufunc_type(np.logaddexp2))
def logaddexp2_partials(z: Any, x: Any, y: Any) -> Any:
    return (x > -math.inf, np.exp2(x - z)), (y > -math.inf, np.exp2(y - z))


@TABLE.elementwise(np.hypot, result=ufunc_type(np.hypot))
def hypot_partials(z: Any, x: Any, y: Any) -> Any:
    return component(x, z), component(y, z)


@TABLE.elementwise(component, result=quotient_type, linear=("x",), kept=True)
def component_partials(z: Any, x: Any, size: Any) -> Any:
    return (size != 0) / (size + (size == 0)), -component(z, size)


@TABLE.elementwise(np.copysign, wrt="x", result=ufunc_type(np.copysign))
def copysign_partials(z: Any, x: Any, y: Any) -> Any:
    return np.sign(x) * np.copysign(1.0, y)


# --- other functions -------------------------------------------------------------------------------------------------


@TABLE.elementwise(np.sinc, result=ufunc_type(np.sin))
def sinc_partials(y: Any, x: Any) -> Any:
    return sinc_derivative(x, 1)


@TABLE.elementwise(sinc_derivative, wrt="x", result=lambda x, n=1: ufunc_type(np.sin)(x))
def sinc_derivative_partials(y: Any, x: Any, n: Any = 1) -> Any:
    return sinc_derivative(x, n + 1)


@TABLE.elementwise(np.i0, result=sampled(np.i0))
def i0_partials(y: Any, x: Any) -> Any:
    return bessel_i(x, 1)


@TABLE.elementwise(bessel_i, wrt="x", result=lambda x, n=0: ufunc_type(np.sin)(x))
def bessel_i_partials(y: Any, x: Any, n: Any = 0) -> Any:
    """DLMF 10.29.1."""
    return 0.5 * (bessel_i(x, abs(n - 1)) + bessel_i(x, n + 1))


@TABLE.elementwise(complex_polygamma, wrt="z", result=lambda z, n: ufunc_type(np.sin)(z))
def complex_polygamma_partials(y: Any, z: Any, n: Any) -> Any:
    return complex_polygamma(z, n + 1)


@TABLE.elementwise(np.unwrap, wrt=("p", "period"), result=sampled(np.unwrap), static=("axis",))
def unwrap_partials(y: Any, p: Any, discont: Any = None, axis: Any = -1, *, period: Any = 6.283185307179586) -> Any:
    """A constant number of periods is added to each element."""
    return 1.0, (y - p) / period


@TABLE.elementwise(np.ldexp, wrt="x1", result=ufunc_type(np.ldexp))
def ldexp_partials(y: Any, x1: Any, x2: Any) -> Any:
    return np.ldexp(1.0, x2)


@TABLE.elementwise(np.nextafter, wrt="x1", result=ufunc_type(np.nextafter))
def nextafter_partials(y: Any, x1: Any, x2: Any) -> Any:
    return 1.0


@TABLE.composed(divmod, result=sampled(divmod), effect="may_raise")
def divmod_body(x: Any, y: Any) -> Any:
    return x // y, x % y


@TABLE.composed(np.divmod, result=sampled(np.divmod))
def np_divmod_body(x: Any, y: Any) -> Any:
    return np.floor_divide(x, y), np.remainder(x, y)


@TABLE.composed(np.modf, result=sampled(np.modf))
def modf_body(x: Any) -> Any:
    return np.fmod(x, 1.0), np.trunc(x)


@TABLE.composed(np.frexp, result=sampled(np.frexp))
def frexp_body(x: Any) -> Any:
    exponent = np.frexp(stop_gradient(x))[1]
    return np.ldexp(x, -exponent), exponent
