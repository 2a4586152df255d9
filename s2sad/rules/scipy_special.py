"""The rules of scipy.special: imported when an object of that module is met.

`y = sc.gammaln(x)` -> partial `sc.digamma(x)`. Formulas are those of the NIST Digital Library of Mathematical
Functions (DLMF), by number where they are not in its first paragraph on derivatives: 5.2 and 5.15 gamma, 6.2
exponential integrals, 7.2 error functions, 8.8 incomplete gamma, 8.17 incomplete beta, 15.5 and 13.3 hypergeometric,
19.4 elliptic. Derivatives of incomplete gamma and beta functions in their shapes are sums of series
(`runtime/incomplete.py`).
Literals: 1.128… = 2 / sqrt(pi), 0.886… = sqrt(pi) / 2, 0.398… = 1 / sqrt(2 pi), 2.506… = sqrt(2 pi), 0.392… = pi / 8.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.special as sc

from s2sad.rules import scipy_bessel, scipy_softmax
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import ufunc_type
from s2sad.rules.table import RuleTable
from s2sad.runtime import incomplete
from s2sad.runtime.special import complex_polygamma

TABLE = RuleTable()


def elementwise(*functions: Any) -> Callable[[Any], Any]:
    """The decorator of ufuncs that share a rule, with the result type of each."""

    def decorate(rule: Any) -> Any:
        for function in functions:
            TABLE.elementwise(function, result=ufunc_type(function))(rule)
        return rule

    return decorate


def _shaped(*args: Any) -> Any:
    """The result type of a derivative in a shape: that of the shapes and the variable, which come first."""
    arrays = [a for a in args if not isinstance(a, int)]
    return ufunc_type(np.add)(ufunc_type(np.multiply)(*arrays[:2]), ufunc_type(np.multiply)(arrays[-1], np.float64(1)))


# --- error functions -------------------------------------------------------------------------------------------------


@elementwise(sc.erf)
def erf_partials(y: Any, x: Any) -> Any:
    return 1.1283791670955126 * np.exp(-x * x)


@elementwise(sc.erfc)
def erfc_partials(y: Any, x: Any) -> Any:
    return -1.1283791670955126 * np.exp(-x * x)


@elementwise(sc.erfcx)
def erfcx_partials(y: Any, x: Any) -> Any:
    return 2.0 * x * y - 1.1283791670955126


@elementwise(sc.erfinv)
def erfinv_partials(y: Any, x: Any) -> Any:
    return 0.8862269254527580 * np.exp(y * y)


@elementwise(sc.erfcinv)
def erfcinv_partials(y: Any, x: Any) -> Any:
    return -0.8862269254527580 * np.exp(y * y)


@elementwise(sc.dawsn)
def dawsn_partials(y: Any, x: Any) -> Any:
    return 1.0 - 2.0 * x * y


@elementwise(sc.ndtr)
def ndtr_partials(y: Any, x: Any) -> Any:
    return 0.3989422804014327 * np.exp(-0.5 * x * x)


@elementwise(sc.log_ndtr)
def log_ndtr_partials(y: Any, x: Any) -> Any:
    return incomplete.hazard(x)


@TABLE.elementwise(incomplete.hazard, result=ufunc_type(sc.log_ndtr), kept=True)
def hazard_partials(y: Any, x: Any) -> Any:
    return -y * (y + x)


@elementwise(sc.ndtri)
def ndtri_partials(y: Any, p: Any) -> Any:
    return 2.5066282746310002 * np.exp(0.5 * y * y)


# --- gamma and beta functions ----------------------------------------------------------------------------------------


@elementwise(sc.gamma)
def gamma_partials(y: Any, x: Any) -> Any:
    return y * sc.digamma(x)


@elementwise(sc.gammaln, sc.loggamma)
def gammaln_partials(y: Any, x: Any) -> Any:
    return sc.digamma(x)


@elementwise(sc.digamma)
def digamma_partials(y: Any, x: Any) -> Any:
    return complex_polygamma(x, 1) if np.iscomplexobj(x) else sc.polygamma(1, x)


@TABLE.elementwise(sc.polygamma, result=sampled(sc.polygamma))
def polygamma_partials(y: Any, n: Any, x: Any) -> Any:
    return None, sc.polygamma(n + 1, x)


@TABLE.composed(sc.multigammaln, result=sampled(sc.multigammaln))
def multigammaln_body(a: Any, d: Any) -> Any:
    """DLMF 35.3.4; 1.144… = log pi."""
    total = np.sum(sc.gammaln(np.expand_dims(a, -1) - 0.5 * np.arange(d)), axis=-1)
    return total + 1.1447298858494002 * 0.25 * d * (d - 1)


@elementwise(sc.beta)
def beta_partials(y: Any, a: Any, b: Any) -> Any:
    total = sc.digamma(a + b)
    return y * (sc.digamma(a) - total), y * (sc.digamma(b) - total)


@elementwise(sc.betaln)
def betaln_partials(y: Any, a: Any, b: Any) -> Any:
    total = sc.digamma(a + b)
    return sc.digamma(a) - total, sc.digamma(b) - total


@elementwise(sc.gammainc)
def gammainc_partials(y: Any, a: Any, x: Any) -> Any:
    return incomplete.gamma_slope(a, x, 1), np.exp(sc.xlogy(a - 1.0, x) - x - sc.gammaln(a))


@elementwise(sc.gammaincc)
def gammaincc_partials(y: Any, a: Any, x: Any) -> Any:
    return -incomplete.gamma_slope(a, x, 1), -np.exp(sc.xlogy(a - 1.0, x) - x - sc.gammaln(a))


@elementwise(sc.gammaincinv)
def gammaincinv_partials(x: Any, a: Any, y: Any) -> Any:
    inverse = np.exp(x + sc.gammaln(a) - sc.xlogy(a - 1.0, x))
    return -inverse * incomplete.gamma_slope(a, x, 1), inverse


@elementwise(sc.gammainccinv)
def gammainccinv_partials(x: Any, a: Any, y: Any) -> Any:
    inverse = np.exp(x + sc.gammaln(a) - sc.xlogy(a - 1.0, x))
    return -inverse * incomplete.gamma_slope(a, x, 1), -inverse


@elementwise(sc.betainc)
def betainc_partials(y: Any, a: Any, b: Any, x: Any) -> Any:
    density = np.exp(sc.xlogy(a - 1.0, x) + sc.xlog1py(b - 1.0, -x) - sc.betaln(a, b))
    return incomplete.beta_slope(a, b, x, 1, 0), incomplete.beta_slope(a, b, x, 0, 1), density


@elementwise(sc.betaincc)
def betaincc_partials(y: Any, a: Any, b: Any, x: Any) -> Any:
    density = np.exp(sc.xlogy(a - 1.0, x) + sc.xlog1py(b - 1.0, -x) - sc.betaln(a, b))
    return -incomplete.beta_slope(a, b, x, 1, 0), -incomplete.beta_slope(a, b, x, 0, 1), -density


@elementwise(sc.betaincinv)
def betaincinv_partials(x: Any, a: Any, b: Any, y: Any) -> Any:
    inverse = np.exp(sc.betaln(a, b) - sc.xlogy(a - 1.0, x) - sc.xlog1py(b - 1.0, -x))
    by_a, by_b = incomplete.beta_slope(a, b, x, 1, 0), incomplete.beta_slope(a, b, x, 0, 1)
    return -inverse * by_a, -inverse * by_b, inverse


@TABLE.elementwise(incomplete.gamma_slope, wrt=("a", "x"), result=_shaped, static=("n",), kept=True)
def gamma_slope_partials(y: Any, a: Any, x: Any, n: Any) -> Any:
    return incomplete.gamma_slope(a, x, n + 1), incomplete.gamma_density(a, x, n)


@TABLE.elementwise(incomplete.gamma_density, wrt=("a", "x"), result=_shaped, static=("n",), kept=True)
def gamma_density_partials(y: Any, a: Any, x: Any, n: Any) -> Any:
    less = 0.0 if n == 0 else n * incomplete.gamma_density(a, x, n - 1) / x
    return incomplete.gamma_density(a, x, n + 1), ((a - 1.0) / x - 1.0) * y + less


@TABLE.elementwise(incomplete.beta_slope, wrt=("a", "b", "x"), result=_shaped, static=("i", "j"), kept=True)
def beta_slope_partials(y: Any, a: Any, b: Any, x: Any, i: Any, j: Any) -> Any:
    by_a, by_b = incomplete.beta_slope(a, b, x, i + 1, j), incomplete.beta_slope(a, b, x, i, j + 1)
    return by_a, by_b, incomplete.beta_density(a, b, x, i, j)


@TABLE.elementwise(incomplete.beta_density, wrt=("a", "b", "x"), result=_shaped, static=("i", "j"), kept=True)
def beta_density_partials(y: Any, a: Any, b: Any, x: Any, i: Any, j: Any) -> Any:
    less_a = 0.0 if i == 0 else i * incomplete.beta_density(a, b, x, i - 1, j) / x
    less_b = 0.0 if j == 0 else j * incomplete.beta_density(a, b, x, i, j - 1) / (1.0 - x)
    by_x = ((a - 1.0) / x - (b - 1.0) / (1.0 - x)) * y + less_a - less_b
    return incomplete.beta_density(a, b, x, i + 1, j), incomplete.beta_density(a, b, x, i, j + 1), by_x


@elementwise(sc.stdtr)
def stdtr_partials(y: Any, df: Any, t: Any) -> Any:
    """1 - 2 stdtr(df, -|t|) = I(1/2, df/2, t^2 / (df + t^2)); the derivative by t is the density."""
    density = np.exp(-0.5 * (df + 1.0) * np.log1p(t * t / df) - sc.betaln(0.5, 0.5 * df)) / np.sqrt(df)
    by_shape = 0.25 * np.sign(t) * student_slope(df, t * t)
    return by_shape - 0.5 * density * t / df, density


def student_slope(df: Any, square: Any) -> Any:
    """The derivative of I(1/2, b, x) by b at b = df / 2, x = square / (df + square); that of 1 - I where x > 1/2."""
    near = incomplete.beta_slope(0.5, 0.5 * df, square / (df + square), 0, 1)
    far = -incomplete.beta_slope(0.5 * df, 0.5, df / (df + square), 1, 0)
    return np.where(square < df, near, far)


@elementwise(sc.poch)
def poch_partials(y: Any, z: Any, m: Any) -> Any:
    total = sc.digamma(z + m)
    return y * (total - sc.digamma(z)), y * total


@elementwise(sc.binom)
@TABLE.elementwise(sc.comb, result=sampled(sc.comb))
def binom_partials(y: Any, n: Any, k: Any) -> Any:
    """The mask is for k > n, where the coefficient is 0 and the digamma function infinite."""
    rest = sc.digamma(n - k + 1.0)
    return (y != 0, y * (sc.digamma(n + 1.0) - rest)), (y != 0, y * (rest - sc.digamma(k + 1.0)))


@TABLE.elementwise(sc.zeta, wrt=("x", "q"), result=sampled(sc.zeta))
def zeta_partials(y: Any, x: Any, q: Any = None) -> Any:
    """DLMF 25.11.17, for Hurwitz's zeta function."""
    return None, 0.0 if q is None else -x * sc.zeta(x + 1.0, q)


# --- logistic functions and entropies --------------------------------------------------------------------------------


@elementwise(sc.expit)
def expit_partials(y: Any, x: Any) -> Any:
    return y * sc.expit(-x)


@elementwise(sc.log_expit)
def log_expit_partials(y: Any, x: Any) -> Any:
    return sc.expit(-x)


@elementwise(sc.logit)
def logit_partials(y: Any, x: Any) -> Any:
    return np.divide(1.0, x * (1.0 - x))


@elementwise(sc.xlogy)
def xlogy_partials(z: Any, x: Any, y: Any) -> Any:
    return np.log(y), (x != 0, np.divide(x, y))


@elementwise(sc.xlog1py)
def xlog1py_partials(z: Any, x: Any, y: Any) -> Any:
    return np.log1p(y), (x != 0, np.divide(x, 1.0 + y))


@elementwise(sc.entr)
def entr_partials(y: Any, x: Any) -> Any:
    return -np.log(x) - 1.0


@elementwise(sc.rel_entr)
def rel_entr_partials(z: Any, x: Any, y: Any) -> Any:
    return np.log(x / y) + 1.0, (x != 0, np.divide(-x, y))


@elementwise(sc.kl_div)
def kl_div_partials(z: Any, x: Any, y: Any) -> Any:
    return np.log(x / y), 1.0 - np.divide(x, y)


@elementwise(sc.huber)
def huber_partials(y: Any, delta: Any, r: Any) -> Any:
    return np.maximum(np.abs(r) - delta, 0.0), np.clip(r, -delta, delta)


@elementwise(sc.pseudo_huber)
def pseudo_huber_partials(y: Any, delta: Any, r: Any) -> Any:
    root = np.hypot(1.0, r / delta)
    return (2.0 * y - r * r / root) / delta, r / root


# --- Bessel functions ------------------------------------------------------------------------------------------------

TABLE = TABLE | scipy_bessel.TABLE  # here: functions are listed in the order of the table


# --- other functions -------------------------------------------------------------------------------------------------


@elementwise(sc.expi)
def expi_partials(y: Any, x: Any) -> Any:
    return np.divide(np.exp(x), x)


@elementwise(sc.exp1)
def exp1_partials(y: Any, z: Any) -> Any:
    return np.divide(-np.exp(-z), z)


@elementwise(sc.expn)
def expn_partials(y: Any, n: Any, x: Any) -> Any:
    return None, -sc.expn(n - 1, x)


@elementwise(sc.exprel)
def exprel_partials(y: Any, x: Any) -> Any:
    """exprel(x) = M(1, 2, x)."""
    return 0.5 * sc.hyp1f1(2.0, 3.0, x)


@elementwise(sc.hyp1f1)
def hyp1f1_partials(y: Any, a: Any, b: Any, x: Any) -> Any:
    return None, None, a / b * sc.hyp1f1(a + 1, b + 1, x)


@elementwise(sc.hyp2f1)
def hyp2f1_partials(y: Any, a: Any, b: Any, c: Any, z: Any) -> Any:
    return None, None, None, a * b / c * sc.hyp2f1(a + 1, b + 1, c + 1, z)


@elementwise(sc.ellipk)
def ellipk_partials(y: Any, m: Any) -> Any:
    """K(m) = pi / 2 F(1/2, 1/2; 1; m), whose derivative has no cancellation at 0."""
    return 0.39269908169872414 * sc.hyp2f1(1.5, 1.5, 2.0, m)


@elementwise(sc.ellipe)
def ellipe_partials(y: Any, m: Any) -> Any:
    """E(m) = pi / 2 F(-1/2, 1/2; 1; m)."""
    return -0.39269908169872414 * sc.hyp2f1(0.5, 1.5, 2.0, m)


@TABLE.elementwise(sc.lambertw, result=sampled(sc.lambertw))
def lambertw_partials(y: Any, z: Any, k: Any = 0, tol: Any = 1e-8) -> Any:
    """DLMF 4.13.4, without the quotient that is 0 / 0 at z = 0."""
    return np.exp(-y) / (1.0 + y)


TABLE.constant(sc.gammasgn, result=ufunc_type(sc.gammasgn))
TABLE = TABLE | scipy_softmax.TABLE
