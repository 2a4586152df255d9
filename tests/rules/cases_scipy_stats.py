"""Cases of scipy.stats: each method of each distribution, with location and scale, inside and outside the support."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from tests.rules.direct import Case

X = np.array([0.31, 0.72, 1.9])
R = np.array([-0.31, 0.72, 1.9])
U = np.array([0.31, 0.72, 0.55])
K = np.array([0, 2, 5])
ALPHA = np.array([1.3, 0.7, 2.2])
COV = np.array([[1.3, 0.4], [0.4, 0.9]])
POINTS = np.array([[0.3, 0.2], [-0.5, 1.1], [0.9, -0.4]])

DENSITIES = ("logpdf", "pdf")
PROBABILITIES = ("cdf", "logcdf", "sf", "logsf")
CONTINUOUS: list[tuple[Any, Any, tuple[Any, ...], bool]] = [
    (stats.norm, R, (), True),
    (stats.cauchy, R, (), True),
    (stats.laplace, R, (), True),
    (stats.logistic, R, (), True),
    (stats.expon, X, (), True),
    (stats.uniform, U, (), True),
    (stats.lognorm, X, (0.7,), True),
    (stats.pareto, X + 1.0, (1.4,), True),
    (stats.weibull_min, X, (1.7,), True),
    (stats.t, R, (3.4,), False),
    (stats.gamma, X, (1.7,), False),
    (stats.chi2, X, (3.4,), False),
    (stats.beta, U, (1.7, 2.4), False),
]
"""Distribution, points, shapes, and whether probabilities have derivatives in the shapes."""
DISCRETE: list[tuple[Any, tuple[Any, ...], bool]] = [
    (stats.poisson, (1.7,), True),
    (stats.binom, (5, 0.3), True),
    (stats.bernoulli, (0.3,), True),
    (stats.nbinom, (3, 0.4), True),
]


def _cases(distribution: Any, x: Any, shapes: tuple[Any, ...], smooth: bool) -> list[Case]:
    """Both kinds of methods; shapes in which the probabilities have no derivative are integers there."""
    known = shapes if smooth else tuple(int(s) + 1 for s in shapes)
    return [
        *(Case(getattr(distribution, m), (x, *shapes)) for m in DENSITIES),
        *(Case(getattr(distribution, m), (x, *known)) for m in PROBABILITIES),
        *(Case(getattr(distribution, m), (x + 0.1, *shapes), {"loc": 0.1, "scale": 1.1}) for m in DENSITIES),
        *(Case(getattr(distribution, m), (1.1 * x + 0.05, *known, 0.05, 1.1)) for m in PROBABILITIES),
        Case(distribution.logpdf, (float(x[1]), *shapes)),
    ]


CASES: list[Case] = [
    *(case for each in CONTINUOUS for case in _cases(*each)),
    *(
        Case(getattr(d, m), (K if d is not stats.bernoulli else np.array([0, 1]), *shapes))
        for d, shapes, _ in DISCRETE
        for m in ("logpmf", "pmf", "cdf", "sf")
    ),
    *(
        Case(getattr(d, m), (K - 2 if d is not stats.bernoulli else np.array([0]), *shapes))
        for d, shapes, _ in DISCRETE
        for m in ("cdf", "sf", "pmf")
    ),
    *(
        Case(getattr(d, m), (np.array([0, 2, 4]) if d is not stats.bernoulli else np.array([0]), *shapes))
        for d, shapes, _ in DISCRETE
        for m in ("logcdf", "logsf")
    ),
    Case(stats.expon.pdf, (np.array([-0.5, 0.7]),)),
    *(Case(getattr(stats.beta, m), (np.array([-0.5, 0.7, 1.4]), 2, 3)) for m in ("pdf", "cdf", "sf")),
    *(
        Case(f, (np.array([0.2, 0.5]), np.array([1.3, 0.7, 2.2])))
        for f in (stats.dirichlet.logpdf, stats.dirichlet.pdf)
    ),
    *(
        Case(f, args)
        for f in (stats.multivariate_normal.logpdf, stats.multivariate_normal.pdf)
        for args in [(POINTS, np.array([0.1, 0.2]))]
        for args in [(*args, COV), (POINTS[0], args[1], COV)]
    ),
    *(  # with variances: of a matrix of two components they read the other triangle than of one of three
        Case(f, (x, np.array([0.1, 0.2]), COV[1]))
        for f in (stats.multivariate_normal.cdf, stats.multivariate_normal.logcdf)
        for x in (POINTS, POINTS[0])
    ),
]
