"""Solvers of `scipy.optimize`, differentiated by the implicit function theorem; what is solved is passed by `args`."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.optimize

from s2sad import grad, source
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


def by_lambda(t: Any) -> Any:
    return scipy.optimize.brentq(lambda x: x**3 - t, -5.0, 5.0, xtol=1e-14)


def by_partial(t: Any) -> Any:
    return scipy.optimize.brentq(functools.partial(cubic, s=t, t=0.3), -5.0, 5.0, xtol=1e-14)


class Shifted:
    """An object whose method is solved."""

    def __init__(self, shift: Any) -> None:
        self.shift = shift

    def defect(self, x: Any) -> Any:
        return x**3 + x - self.shift


def by_method(t: Any) -> Any:
    return scipy.optimize.brentq(Shifted(t * t).defect, -5.0, 5.0, xtol=1e-14)


def by_one_argument(t: Any) -> Any:
    return scipy.optimize.brentq(lambda x, s: x**3 - s * t, -5.0, 5.0, args=t, xtol=1e-14)


def by_outer_values(t: Any) -> Any:
    weights, size = {"a": np.sin(t), "b": np.array([t, 2.0])}, 2

    def defect(x: Any, s: Any) -> Any:
        y = np.zeros(size)
        y[0] = x[0] * s + x[1] ** 3 - weights["a"]
        y[1] = np.sum(x * weights["b"]) - s
        return y

    return scipy.optimize.root(defect, np.array([0.5, 1.0]), args=(t,), tol=1e-13).x


def by_scalar_root(t: Any) -> Any:
    return scipy.optimize.root_scalar(lambda x: x**3 - t, bracket=(-5.0, 5.0), xtol=1e-14).root


def by_fixed_number(t: Any) -> Any:
    return scipy.optimize.fixed_point(lambda x: np.cos(x) * t * 0.3, 0.5, xtol=1e-14)


def by_nested_root(t: Any) -> Any:
    def outer(x: Any) -> Any:
        return x - scipy.optimize.brentq(lambda z: z**3 + z - x - t, -5.0, 5.0, xtol=1e-14) * 0.5 - 1.0

    return scipy.optimize.brentq(outer, -5.0, 5.0, xtol=1e-14)


INSIDE = [
    by_lambda,
    by_partial,
    by_method,
    by_one_argument,
    by_outer_values,
    by_scalar_root,
    by_fixed_number,
    by_nested_root,
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("solve", INSIDE, ids=lambda f: f.__name__)
def test_functions_made_inside(solve: Any) -> None:
    check_grads(solve, (0.7,), order=2)


def test_a_function_made_inside_becomes_one_of_the_module() -> None:
    text = source(by_lambda, args=(0.7,))
    assert "def f(x, t):\n    return x ** 3 - t\n" in text
    assert "brentq(f, -5.0, 5.0, (t,), 1e-14)" in text


def test_a_function_with_effects_is_refused() -> None:
    def program(t: Any) -> Any:
        def talkative(x: Any) -> Any:
            print(x)  # noqa: T201 - the effect that is refused
            return x**3 - t

        return scipy.optimize.brentq(talkative, -5.0, 5.0)

    with pytest.raises(UnsupportedCallError, match="more than to compute its result"):
        grad(program)(0.7)


def test_a_recursive_function_made_inside_is_refused() -> None:
    def program(t: Any) -> Any:
        def power(x: Any, n: int) -> Any:
            return t if n == 0 else x * power(x, n - 1)

        return scipy.optimize.brentq(lambda x: power(x, 3) - 1.0, -5.0, 5.0)

    with pytest.raises(UnsupportedCallError):
        grad(program)(0.7)


def quotient(u: Any, q: Any) -> Any:
    return q / (1.0 + u)


@pytest.mark.parametrize("start", [0.7, np.float64(0.7)], ids=["float", "float64"])
def test_a_fixed_point_that_is_a_number(start: Any) -> None:
    def solve(t: Any) -> Any:
        return scipy.optimize.fixed_point(quotient, start, args=(t,), xtol=1e-14) * t

    check_grads(solve, (0.6,), order=2)
