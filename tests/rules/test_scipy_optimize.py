"""Solvers of `scipy.optimize`, differentiated by the implicit function theorem; what is solved is passed by `args`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.optimize

from s2sad import grad
from s2sad.errors import UnsupportedCallError
from s2sad.testing import check_grads


def cubic(x: Any, t: Any, s: Any) -> Any:
    return x**3 + t * x - s


def pair(x: Any, t: Any) -> Any:
    return np.array([x[0] ** 2 + x[1] - t, np.exp(x[0]) - t * x[1]])


def bowl(x: Any, t: Any) -> Any:
    return (x[0] - t) ** 2 * t + np.sum((x[1:] - t**2) ** 2) + 0.5 * x[0] * x[1]


def residuals(x: Any, t: Any) -> Any:
    return np.array([x[0] - t, x[0] * x[1] - 1.0, x[1] - t**2])


def half_cosine(x: Any, t: Any) -> Any:
    return np.cos(t * x) * 0.5


def bracketed(t: Any, s: Any) -> Any:
    return scipy.optimize.brentq(cubic, -5.0, 5.0, args=(t, s), xtol=1e-14) * t


def halved(t: Any) -> Any:
    return scipy.optimize.bisect(cubic, -5.0, 5.0, args=(t, 0.7), xtol=1e-14)


def scalar(t: Any) -> Any:
    return scipy.optimize.root_scalar(cubic, args=(t, 1.0), bracket=(-5.0, 5.0), xtol=1e-14).root


def vector(t: Any) -> Any:
    return scipy.optimize.root(pair, np.array([0.5, 1.0]), args=(t,), tol=1e-13).x


def lowest(t: Any) -> Any:
    return scipy.optimize.minimize(bowl, np.array([0.5, 1.0]), args=(t,), tol=1e-9, method="BFGS").x


def nearest(t: Any) -> Any:
    start = np.array([0.5, 1.0])
    return scipy.optimize.least_squares(residuals, start, args=(t,), xtol=1e-15, ftol=1e-15, gtol=1e-15).x


def fixed(t: Any) -> Any:
    return scipy.optimize.fixed_point(half_cosine, np.array([0.5, 0.2]), args=(t,), xtol=1e-14)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("solve", [scalar, nearest, fixed, halved], ids=lambda f: f.__name__)
def test_solutions(solve: Any) -> None:
    check_grads(solve, (0.9,), order=2)


@pytest.mark.filterwarnings("ignore")
def test_several_arguments_and_values() -> None:
    check_grads(bracketed, (1.3, 0.7), order=2)
    check_grads(vector, (1.5,), order=2)


def test_minimum_of_a_quadratic_form_is_exact() -> None:
    t = 0.7  # 2 t (a - t) + b / 2 = 0, 2 (b - t^2) + a / 2 = 0
    matrix, right = np.array([[2 * t, 0.5], [0.5, 2.0]]), np.array([2 * t**2, 2 * t**2])
    solution = np.linalg.solve(matrix, right)
    slope = np.linalg.solve(matrix, np.array([4 * t, 4 * t]) - np.array([2 * solution[0], 0.0]))
    assert grad(lambda u: lowest(u)[0])(t) == pytest.approx(slope[0], rel=1e-5)


def test_a_function_made_inside_is_refused_with_a_hint() -> None:
    def program(t: Any) -> Any:
        return scipy.optimize.brentq(lambda x: x**3 - t, -5.0, 5.0)

    with pytest.raises(UnsupportedCallError, match="args="):
        grad(program)(0.7)


def quotient(u: Any, q: Any) -> Any:
    return q / (1.0 + u)


@pytest.mark.parametrize("start", [0.7, np.float64(0.7)], ids=["float", "float64"])
def test_a_fixed_point_that_is_a_number(start: Any) -> None:
    def solve(t: Any) -> Any:
        return scipy.optimize.fixed_point(quotient, start, args=(t,), xtol=1e-14) * t

    check_grads(solve, (0.6,), order=2)
