"""The rules of `math`: its functions stay in math, because NumPy is slow on single numbers.

`y = math.sin(x)` -> partial `math.cos(x)`. A partial that may divide by zero where the primal does not raise is an
`np.divide`. Functions that have the name and the formula of a ufunc share its rule.
"""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.elementwise import component, power_partial
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.special import polygamma

TABLE = RuleTable()
_FLOAT = always(types.FLOAT)
_PAIR = always(types.Tuple((types.FLOAT, types.FLOAT)))


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
    return component(component(x, r), r), -component(component(y, r), r)


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
    return power_partial(x, p), power_partial(x, p, 0, 1)


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


@TABLE.elementwise(math.hypot, wrt="coordinates", result=_FLOAT)
def math_hypot_partials(z: Any, *coordinates: Any) -> Any:
    return tuple([component(x, z) for x in coordinates])


@TABLE.elementwise(math.gamma, result=_FLOAT, effect="may_raise")
def math_gamma_partials(y: Any, x: Any) -> Any:
    return y * polygamma(x)


@TABLE.elementwise(math.lgamma, result=_FLOAT, effect="may_raise")
def math_lgamma_partials(y: Any, x: Any) -> Any:
    return polygamma(x)


@TABLE.elementwise(polygamma, wrt="x", result=_FLOAT, effect="may_raise")
def polygamma_partials(y: Any, x: Any, n: Any = 0) -> Any:
    return polygamma(x, n + 1)


@TABLE.elementwise(math.ldexp, wrt="x", result=_FLOAT, effect="may_raise")
def math_ldexp_partials(y: Any, x: Any, i: Any) -> Any:
    return math.ldexp(1.0, i)


@TABLE.elementwise(math.nextafter, wrt="x", result=_FLOAT)
def math_nextafter_partials(z: Any, x: Any, y: Any) -> Any:
    return 1.0


@TABLE.composed(math.modf, result=_PAIR)
def math_modf_body(x: Any) -> Any:
    return math.fmod(x, 1.0), float(math.trunc(x))


@TABLE.composed(math.frexp, result=lambda x: types.Tuple((types.FLOAT, types.INT)))
def math_frexp_body(x: Any) -> Any:
    exponent = math.frexp(stop_gradient(x))[1]
    return math.ldexp(x, -exponent), exponent


@TABLE.composed(math.fsum, result=_FLOAT, effect="may_raise")
def math_fsum_body(seq: Any) -> Any:
    return np.sum(np.array(seq, dtype=np.float64))


@TABLE.composed(math.prod, result=sampled(math.prod))
def math_prod_body(iterable: Any, *, start: Any = 1) -> Any:
    return start * np.prod(np.array(iterable), axis=0)


@TABLE.composed(math.dist, result=_FLOAT, effect="may_raise")
def math_dist_body(p: Any, q: Any) -> Any:
    return np.linalg.norm(np.array(p, dtype=np.float64) - np.array(q, dtype=np.float64))


if sys.version_info >= (3, 12):

    @TABLE.composed(math.sumprod, result=sampled(math.sumprod), effect="may_raise")
    def math_sumprod_body(p: Any, q: Any) -> Any:
        return np.dot(np.array(p), np.array(q))


if sys.version_info >= (3, 13):

    @TABLE.elementwise(math.fma, result=_FLOAT, effect="may_raise")
    def math_fma_partials(w: Any, x: Any, y: Any, z: Any) -> Any:
        return y, x, 1.0
