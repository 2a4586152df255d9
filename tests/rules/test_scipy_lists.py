"""Lists and tuples where SciPy takes arrays: `sc.logsumexp([x, y])` is `sc.logsumexp(np.array([x, y]))`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.interpolate as sp
import scipy.linalg as sl
import scipy.ndimage as sn
import scipy.signal as ss
import scipy.special as sc
from scipy import stats

from s2sad.testing import check_grads

PROGRAMS: list[Callable[..., Any]] = [
    lambda p, q: sc.logsumexp([p, q, 2.0], b=[1.0, p, q]) * sc.softmax((p, q)),
    lambda p, q: stats.norm.logpdf([p, q, 1.0]) * stats.norm.cdf(0.3, (p, q, 2.0), [q, p, p]),
    lambda p, q: stats.gamma.logpdf([[p, q], [1.0, 2.0]], [p, q]) * stats.beta.sf([0.2, p], [1.0, q], 2.0),
    lambda p, q: stats.binom.logpmf([0, 1, 4], [5, 6, 7], [p, q, p * q]) * stats.poisson.cdf((0, 1, 3), [p, p, q]),
    lambda p, q: stats.dirichlet.logpdf([p, q, 1 - p - q], [2.0, p, q]),
    lambda p, q: stats.multivariate_normal.logpdf([p, q], [2.0, p], [[1.0, 0.1 * q], [0.1 * q, p]]),
    lambda p, q: sl.solve([[p, 1.0], [2.0, q]], [p, q]) * sl.det([[p, 1.0], [2.0, q]]),
    lambda p, q: sl.expm([[p, 1.0], [2.0, q]]),
    lambda p, q: sl.solve_banded((0, 1), [[0.0, p], [q, 2.0]], [p, q]),
    lambda p, q: ss.convolve([p, q, 1.0], [p, 2.0]) * ss.lfilter([p, q], [1.0, p], [1.0, 2.0, q, p]),
    lambda p, q: sn.convolve([p, q, 1.0], [p, 2.0]) * sn.gaussian_filter([p, q, 1.0], [0.5 + p]),
    lambda p, q: sp.CubicSpline([0.0, p, 1.0, 2.0], [q, p, 1.0, 3.0])([q, 1.3]),
    lambda p, q: sp.interp1d([2.0, p, 0.0, q], [q, p, 1.0, 3.0])([q, 1.3, 0.1]),
]


@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_right(number: int) -> None:
    check_grads(PROGRAMS[number], (0.3, 0.45), order=2)


@pytest.mark.parametrize("interpolation", [sp.interp1d, sp.CubicSpline], ids=lambda f: f.__name__)
def test_an_interpolation_copies_what_it_is_made_of(interpolation: Any) -> None:
    def program(y: Any, t: Any) -> Any:
        values = 1.0 * y
        curve = interpolation(np.array([0.1, 0.5, 1.3, 1.7]), values)
        values[1] = 5.0
        return values * curve(t)

    check_grads(program, (np.array([1.0, -2.0, 0.4, 0.2]), 0.9), order=2)


def test_places_of_a_linear_interpolation_in_any_order() -> None:
    places, values = np.array([1.3, 0.1, 1.7, 0.5]), np.array([1.0, -2.0, 0.4, 0.2])
    check_grads(lambda x, y, t: sp.interp1d(x, y)(t), (places, values, np.array([0.2, 0.9])), order=2)
