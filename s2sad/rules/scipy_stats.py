"""The rules of densities and distribution functions of scipy.stats: imported when an object of that module is met.

`continuous(stats.norm, logpdf=..., cdf=..., sf=...)` enters `norm.logpdf`, `pdf`, `cdf`, `logcdf`, `sf` and `logsf` as
compositions: a formula of the standard distribution, its location and scale, and its support, outside of which the
derivative is 0. Formulas: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions; Johnson, Kemp & Kotz,
Univariate Discrete Distributions. Literals:
0.918… = log(2 pi) / 2, 0.693… = log 2, 1.144… = log pi, 0.318… = 1 / pi.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.special as sc
from scipy import stats

from s2sad.rules.result_sampled import sampled
from s2sad.rules.result_statistics import curvature_type, is_number_type, multivariate_type, normal_cdf_type, slope_type
from s2sad.rules.table import Facts, Rule, RuleTable
from s2sad.runtime.densities import as_array, completed, is_number, multivariate_normal
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.normals import (
    components,
    normal_cdf,
    normal_curvature,
    normal_distribution,
    normal_slope,
    order,
    others,
)

TABLE = RuleTable()
Formula = Callable[..., Any]
_INF = math.inf


def _parameters(first: str, formula: Formula, last: tuple[str, ...]) -> tuple[inspect.Parameter, ...]:
    """The parameters of a method: the variable, the shapes that the formula names, location and scale."""
    shapes = list(inspect.signature(formula).parameters.values())[1:]
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    defaults = {"loc": 0.0, "scale": 1.0}
    return (
        inspect.Parameter(first, kind),
        *(inspect.Parameter(p.name, kind) for p in shapes),
        *(inspect.Parameter(name, kind, default=defaults[name]) for name in last),
    )


def continuous(
    distribution: Any,
    logpdf: Formula,
    cdf: Formula,
    sf: Formula,
    logcdf: Formula | None = None,
    logsf: Formula | None = None,
    support: tuple[float, float] = (-_INF, _INF),
) -> None:
    """Enter the methods of a continuous distribution; `support` is that of the standard one."""
    low, high = support
    bounded, middle = low > -_INF, 0.5 * low + 0.5 * min(high, low + 1.0)

    def method(formula: Formula, below: float, above: float, is_density: bool = False, logarithm: bool = False) -> Any:
        def value_at(z: Any, *rest: Any) -> Any:
            value = formula(z, *rest[:-2])
            return value - np.log(rest[-1]) if is_density else value

        def body(x: Any, *rest: Any) -> Any:
            z = (x - rest[-2]) / rest[-1]
            inside = np.logical_and(z >= low, z <= high) if bounded else True
            value = value_at(np.where(inside, z, middle) if bounded else z, *rest)
            value = np.where(inside, value, np.where(z > high, above, below)) if bounded else value
            return np.exp(value) if logarithm else value

        return body

    parameters = _parameters("x", logpdf, ("loc", "scale"))
    bodies = {
        "logpdf": method(logpdf, -_INF, -_INF, True),
        "pdf": method(logpdf, -_INF, -_INF, True, True),
        "cdf": method(cdf, 0.0, 1.0),
        "sf": method(sf, 1.0, 0.0),
        "logcdf": method(logcdf or _logarithm(cdf), -_INF, 0.0),
        "logsf": method(logsf or _logarithm(sf), 0.0, -_INF),
    }
    _enter(distribution, parameters, tuple(p.name for p in parameters), bodies)


def discrete(distribution: Any, logpmf: Formula, cdf: Formula, sf: Formula, high: Any = None) -> None:
    """Enter the methods of a distribution over the integers from 0; `high` gives the last one from the shapes."""
    finite = high is not None

    def method(formula: Formula, below: float, above: float, is_mass: bool = False, logarithm: bool = False) -> Any:
        def is_inside(count: Any, *shapes: Any) -> Any:
            last = high(*shapes) if finite else _INF
            return np.logical_and(count >= 0, count <= last if is_mass else count < last)

        def counted(k: Any, loc: Any) -> Any:
            return stop_gradient(as_array(k) - loc) if is_mass else np.floor(stop_gradient(as_array(k) - loc))

        def body(k: Any, *rest: Any) -> Any:
            count = counted(k, rest[-1])
            inside = is_inside(count, *rest[:-1])
            value = formula(np.where(inside, count, 0.0), *rest[:-1])
            value = np.where(inside, value, np.where(count < 0, below, above))
            return np.exp(value) if logarithm else value

        return body

    parameters = _parameters("k", logpmf, ("loc",))
    bodies = {
        "logpmf": method(logpmf, -_INF, -_INF, True),
        "pmf": method(logpmf, -_INF, -_INF, True, True),
        "cdf": method(cdf, 0.0, 1.0),
        "sf": method(sf, 1.0, 0.0),
        "logcdf": method(_logarithm(cdf), -_INF, 0.0),
        "logsf": method(_logarithm(sf), 0.0, -_INF),
    }
    _enter(distribution, parameters, tuple(p.name for p in parameters[1:-1]), bodies)


def _logarithm(formula: Formula) -> Formula:
    def logarithm(z: Any, *shapes: Any) -> Any:
        return np.log(formula(z, *shapes))

    return logarithm


def _enter(
    distribution: Any, parameters: tuple[inspect.Parameter, ...], wrt: tuple[str, ...], bodies: dict[str, Formula]
) -> None:
    for name, body in bodies.items():
        primitive = getattr(distribution, name)
        TABLE.entries[primitive] = Rule("composed", parameters, wrt, body=body, facts=Facts(sampled(primitive)))


# --- continuous distributions ----------------------------------------------------------------------------------------

continuous(
    stats.norm,
    logpdf=lambda z: -0.5 * z * z - 0.9189385332046727,
    cdf=sc.ndtr,
    sf=lambda z: sc.ndtr(-z),
    logcdf=sc.log_ndtr,
    logsf=lambda z: sc.log_ndtr(-z),
)
continuous(
    stats.t,
    logpdf=lambda z, df: (
        sc.gammaln(0.5 * (df + 1.0))
        - sc.gammaln(0.5 * df)
        - 0.5 * (np.log(df) + 1.1447298858494002)
        - 0.5 * (df + 1.0) * np.log1p(z * z / df)
    ),
    cdf=lambda z, df: sc.stdtr(df, z),
    sf=lambda z, df: sc.stdtr(df, -z),
)
continuous(
    stats.cauchy,
    logpdf=lambda z: -np.log1p(z * z) - 1.1447298858494002,
    cdf=lambda z: 0.3183098861837907 * np.arctan2(1.0, -z),
    sf=lambda z: 0.3183098861837907 * np.arctan2(1.0, z),
)
continuous(
    stats.laplace,
    logpdf=lambda z: -np.abs(z) - 0.6931471805599453,
    cdf=lambda z: np.where(z > 0.0, 1.0 - 0.5 * np.exp(-np.abs(z)), 0.5 * np.exp(-np.abs(z))),
    sf=lambda z: np.where(z > 0.0, 0.5 * np.exp(-np.abs(z)), 1.0 - 0.5 * np.exp(-np.abs(z))),
    logcdf=lambda z: np.where(z > 0.0, np.log1p(-0.5 * np.exp(-np.abs(z))), z - 0.6931471805599453),
    logsf=lambda z: np.where(z > 0.0, -z - 0.6931471805599453, np.log1p(-0.5 * np.exp(-np.abs(z)))),
)
continuous(
    stats.logistic,
    logpdf=lambda z: sc.log_expit(z) + sc.log_expit(-z),
    cdf=sc.expit,
    sf=lambda z: sc.expit(-z),
    logcdf=sc.log_expit,
    logsf=lambda z: sc.log_expit(-z),
)
continuous(
    stats.expon,
    logpdf=lambda z: -z,
    cdf=lambda z: -np.expm1(-z),
    sf=lambda z: np.exp(-z),
    logsf=lambda z: -z,
    support=(0.0, _INF),
)
continuous(
    stats.gamma,
    logpdf=lambda z, a: sc.xlogy(a - 1.0, z) - z - sc.gammaln(a),
    cdf=lambda z, a: sc.gammainc(a, z),
    sf=lambda z, a: sc.gammaincc(a, z),
    support=(0.0, _INF),
)
continuous(
    stats.chi2,
    logpdf=lambda z, df: sc.xlogy(0.5 * df - 1.0, z) - 0.5 * (z + df * 0.6931471805599453) - sc.gammaln(0.5 * df),
    cdf=lambda z, df: sc.gammainc(0.5 * df, 0.5 * z),
    sf=lambda z, df: sc.gammaincc(0.5 * df, 0.5 * z),
    support=(0.0, _INF),
)
continuous(
    stats.beta,
    logpdf=lambda z, a, b: sc.xlogy(a - 1.0, z) + sc.xlog1py(b - 1.0, -z) - sc.betaln(a, b),
    cdf=lambda z, a, b: sc.betainc(a, b, z),
    sf=lambda z, a, b: sc.betaincc(a, b, z),
    support=(0.0, 1.0),
)
continuous(
    stats.lognorm,
    logpdf=lambda z, s: -0.5 * (np.log(z) / s) ** 2 - np.log(z * s) - 0.9189385332046727,
    cdf=lambda z, s: sc.ndtr(np.log(z) / s),
    sf=lambda z, s: sc.ndtr(-np.log(z) / s),
    logcdf=lambda z, s: sc.log_ndtr(np.log(z) / s),
    logsf=lambda z, s: sc.log_ndtr(-np.log(z) / s),
    support=(0.0, _INF),
)
continuous(
    stats.uniform,
    logpdf=lambda z: 0.0 * z,
    cdf=lambda z: z,
    sf=lambda z: 1.0 - z,
    support=(0.0, 1.0),
)
continuous(
    stats.pareto,
    logpdf=lambda z, b: np.log(b) - (b + 1.0) * np.log(z),
    cdf=lambda z, b: -np.expm1(-b * np.log(z)),
    sf=lambda z, b: np.exp(-b * np.log(z)),
    logsf=lambda z, b: -b * np.log(z),
    support=(1.0, _INF),
)
continuous(
    stats.weibull_min,
    logpdf=lambda z, c: np.log(c) + sc.xlogy(c - 1.0, z) - z**c,
    cdf=lambda z, c: -np.expm1(-(z**c)),
    sf=lambda z, c: np.exp(-(z**c)),
    logsf=lambda z, c: -(z**c),
    support=(0.0, _INF),
)

# --- discrete distributions ------------------------------------------------------------------------------------------

discrete(
    stats.poisson,
    logpmf=lambda k, mu: sc.xlogy(k, mu) - sc.gammaln(k + 1.0) - mu,
    cdf=lambda k, mu: sc.gammaincc(k + 1.0, mu),
    sf=lambda k, mu: sc.gammainc(k + 1.0, mu),
)
discrete(
    stats.binom,
    logpmf=lambda k, n, p: (
        sc.gammaln(n + 1.0) - sc.gammaln(k + 1.0) - sc.gammaln(n - k + 1.0) + sc.xlogy(k, p) + sc.xlog1py(n - k, -p)
    ),
    cdf=lambda k, n, p: sc.betaincc(k + 1.0, n - k, p),
    sf=lambda k, n, p: sc.betainc(k + 1.0, n - k, p),
    high=lambda n, p: n,
)
discrete(
    stats.bernoulli,
    logpmf=lambda k, p: sc.xlogy(k, p) + sc.xlog1py(1.0 - k, -p),
    cdf=lambda k, p: 1.0 - p + 0.0 * k,
    sf=lambda k, p: p + 0.0 * k,
    high=lambda p: 1.0,
)
discrete(
    stats.nbinom,
    logpmf=lambda k, n, p: sc.gammaln(n + k) - sc.gammaln(k + 1.0) - sc.gammaln(n) + n * np.log(p) + sc.xlog1py(k, -p),
    cdf=lambda k, n, p: sc.betainc(n, k + 1.0, p),
    sf=lambda k, n, p: sc.betaincc(n, k + 1.0, p),
)

# --- distributions of vectors ----------------------------------------------------------------------------------------


@TABLE.composed(stats.dirichlet.logpdf, result=sampled(stats.dirichlet.logpdf))
def dirichlet_logpdf_body(x: Any, alpha: Any) -> Any:
    """The last entry of x may be missing: it is what is missing to one."""
    full = completed(x, alpha)
    terms = sc.xlogy(np.reshape(alpha - 1.0, (-1,) + (1,) * (np.ndim(x) - 1)), full)
    return np.sum(terms, axis=0) - np.sum(sc.gammaln(alpha)) + sc.gammaln(np.sum(alpha))


@TABLE.composed(stats.dirichlet.pdf, result=sampled(stats.dirichlet.pdf))
def dirichlet_pdf_body(x: Any, alpha: Any) -> Any:
    return np.exp(dirichlet_logpdf_body(x, alpha))


TABLE.constant(is_number, result=is_number_type, kept=True)


@TABLE.composed(stats.multivariate_normal.logpdf, result=multivariate_type, static=("allow_singular",))
def multivariate_normal_logpdf_body(x: Any, mean: Any = None, cov: Any = 1, allow_singular: Any = False) -> Any:
    """A singular covariance has no density, and its pseudo-determinant no derivative."""
    return None if allow_singular else np.squeeze(multivariate_normal(x, mean, cov))


@TABLE.composed(stats.multivariate_normal.pdf, result=multivariate_type, static=("allow_singular",))
def multivariate_normal_pdf_body(x: Any, mean: Any = None, cov: Any = 1, allow_singular: Any = False) -> Any:
    return None if allow_singular else np.squeeze(np.exp(multivariate_normal(x, mean, cov)))


def normal_probability(logarithm: bool) -> Formula:
    """The body of `multivariate_normal.cdf`, or of its logarithm."""

    def body(
        x: Any, mean: Any = None, cov: Any = 1, allow_singular: Any = False, maxpts: Any = None,
        abseps: Any = 1e-05, releps: Any = 1e-05,
    ) -> Any:  # fmt: skip
        """How exact SciPy's value is has no influence on the derivative."""
        if allow_singular:
            return None
        probability = normal_distribution(x, mean, cov)
        return np.log(probability) if logarithm else probability

    return body


for _primitive, _body in (
    (stats.multivariate_normal.cdf, normal_probability(logarithm=False)),
    (stats.multivariate_normal.logcdf, normal_probability(logarithm=True)),
):
    TABLE.composed(
        _primitive, wrt=("x", "mean", "cov"), result=multivariate_type, static=("allow_singular",), effect="random"
    )(_body)


@TABLE.custom(normal_cdf, result=normal_cdf_type, kept=True)
def normal_cdf_jvp(y: Any, b: Any, S: Any, b_dot: Any, S_dot: Any) -> Any:
    curving = np.sum(normal_curvature(b, S) * S_dot, axis=(-2, -1))
    return np.sum(normal_slope(b, S) * b_dot, axis=-1) + 0.5 * curving


@TABLE.custom(normal_cdf, result=normal_cdf_type, kept=True)
def normal_cdf_vjp(y_bar: Any, y: Any, b: Any, S: Any) -> Any:
    scale = np.expand_dims(y_bar, -1)
    return scale * normal_slope(b, S), 0.5 * np.expand_dims(scale, -1) * normal_curvature(b, S)


# They stay calls, and their derivatives are those of what they are made of.
TABLE.composed(normal_slope, result=slope_type, kept=True)(normal_slope)
TABLE.composed(normal_curvature, result=curvature_type, kept=True)(normal_curvature)
for _indices in (components, others, order):
    TABLE.constant(_indices, result=sampled(_indices), kept=True)
