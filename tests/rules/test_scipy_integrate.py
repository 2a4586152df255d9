"""Initial value problems and integrals: derivatives against the complex step of a classical Runge-Kutta method."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.integrate
import scipy.optimize

from s2sad import grad, hessian, jvp
from s2sad.errors import MissingRuleError, UnsupportedCallError
from s2sad.testing import check_grads

TIMES = np.linspace(0.0, 2.0, 6)
START = np.array([1.0, 0.2])


def slope(t: Any, y: Any, g: Any, d: Any) -> Any:
    return [y[1], -g * np.sin(y[0]) - d * y[1] + 0.3 * np.cos(t)]


def classical(p: Any, times: Any = TIMES, steps: int = 400) -> Any:
    """The states at the times by the classical Runge-Kutta method: p = (g, d, start)."""
    g, d, y = p[0], p[1], np.array(p[2:])
    found = [y]
    for t, end in itertools.pairwise(times):
        h = (end - t) / steps
        for k in range(steps):
            now = t + k * h
            k1 = np.array(slope(now, y, g, d))
            k2 = np.array(slope(now + 0.5 * h, y + 0.5 * h * k1, g, d))
            k3 = np.array(slope(now + 0.5 * h, y + 0.5 * h * k2, g, d))
            k4 = np.array(slope(now + h, y + h * k3, g, d))
            y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        found.append(y)
    return np.stack(found, 1)


def reference(p: Any) -> Any:
    """The gradient of `sum(y * y)` over the states at the times, by the complex step."""
    steps = 1e-30j * np.eye(len(p))
    return np.array([np.sum(classical(p + e) ** 2).imag / 1e-30 for e in steps])


def by_span(p: Any) -> Any:
    y = scipy.integrate.solve_ivp(slope, (0.0, 2.0), p[2:], t_eval=TIMES, args=(p[0], p[1]), rtol=1e-11, atol=1e-11).y
    return np.sum(y * y)


def by_closure(p: Any) -> Any:
    found = scipy.integrate.solve_ivp(
        lambda t, y: slope(t, y, p[0], p[1]), (0.0, 2.0), p[2:], "DOP853", TIMES, rtol=1e-11, atol=1e-11
    )
    return np.sum(found.y**2)


def by_implicit_steps(p: Any) -> Any:
    y = scipy.integrate.solve_ivp(slope, (0.0, 2.0), p[2:], "Radau", TIMES, args=(p[0], p[1]), rtol=1e-9, atol=1e-9).y
    return np.sum(y * y)


def by_odeint(p: Any) -> Any:
    y = scipy.integrate.odeint(slope, p[2:], TIMES, args=(p[0], p[1]), tfirst=True, rtol=1e-11, atol=1e-11)
    return np.sum(y * y)


def by_odeint_closure(p: Any) -> Any:
    y = scipy.integrate.odeint(lambda y, t: slope(t, y, p[0], p[1]), p[2:], TIMES, rtol=1e-11, atol=1e-11)
    return np.sum(y * y)


P = np.array([2.0, 0.1, 1.0, 0.2])
SOLVERS = [by_span, by_closure, by_implicit_steps, by_odeint, by_odeint_closure]


@pytest.mark.parametrize("solve", SOLVERS, ids=lambda f: f.__name__)
def test_the_adjoint_is_that_of_the_exact_solution(solve: Callable[..., Any]) -> None:
    expected = reference(P)
    np.testing.assert_allclose(grad(solve)(P), expected, rtol=2e-8)
    forward = [jvp(solve, (P,), (e,))[1] for e in np.eye(4)]
    np.testing.assert_allclose(forward, expected, rtol=2e-8)


def test_second_derivatives() -> None:
    step = 1e-5
    expected = [(reference(P + step * e) - reference(P - step * e)) / (2.0 * step) for e in np.eye(4)]
    np.testing.assert_allclose(hessian(by_span)(P), expected, rtol=1e-6, atol=1e-6)


def at_end(g: Any, end: Any) -> Any:
    found = scipy.integrate.solve_ivp(slope, (0.0, end), START, args=(g, 0.1), rtol=1e-10, atol=1e-10)
    return found.y[:, -1]


def test_the_end_of_the_time_span() -> None:
    state = at_end(2.0, 1.3)
    _, state_dot = jvp(lambda end: at_end(2.0, end), (1.3,), (1.0,))
    np.testing.assert_allclose(state_dot, slope(1.3, state, 2.0, 0.1), rtol=1e-8)
    check_grads(at_end, (2.0, 1.3), order=1)


def by_span_to_the_end(rate: Any, start: Any) -> Any:
    y = scipy.integrate.solve_ivp(lambda t, y: [y[1], -rate * y[0]], (0.0, 1.3), start, rtol=1e-11, atol=1e-11).y
    return y[:, -1]


def of_one_number(rate: Any, start: Any) -> Any:
    return scipy.integrate.odeint(lambda y, t: -rate * y, start, [0.0, 0.3, rate], rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(
    ("solve", "start"),
    [
        *((by_span_to_the_end, START.astype(dtype)) for dtype in (np.float32, np.complex64)),
        *((of_one_number, start) for start in (0.7, np.float32(0.7), np.array(0.7), START[:1].astype(np.float32))),
    ],
)
def test_a_start_of_any_precision_and_of_one_number(solve: Callable[..., Any], start: Any) -> None:
    check_grads(solve, (1.3, start), order=2)


def decay(rate: Any) -> Any:
    """A stiff problem: y follows cos(t) at once."""
    found = scipy.integrate.solve_ivp(
        lambda t, y: -1000.0 * rate * (y - np.cos(t)), (0.0, 1.0), np.array([0.0]), "BDF", rtol=1e-9, atol=1e-9
    )
    return found.y[0, -1]


def test_a_stiff_problem() -> None:
    a, h = 1000.0, 1e-6  # y = (a^2 cos t + a sin t) / (1 + a^2), up to exp(-1000)
    exact = lambda rate: ((a * rate) ** 2 * np.cos(1.0) + a * rate * np.sin(1.0)) / (1.0 + (a * rate) ** 2)  # noqa: E731 - it is a formula
    assert grad(decay)(1.0) == pytest.approx((exact(1.0 + h) - exact(1.0 - h)) / (2.0 * h), rel=1e-3)


def test_explicit_steps_of_a_stiff_problem_are_refused() -> None:
    def program(rate: Any) -> Any:
        y = scipy.integrate.odeint(lambda y, t: -1e6 * rate * (y - np.cos(t)), np.array([0.0]), np.array([0.0, 1.0]))
        return y[-1, 0]

    with pytest.raises(MissingRuleError, match="stiff"):
        grad(program)(1.0)


def test_parameters_are_fitted() -> None:
    wanted = classical(P)

    def misfit(p: Any) -> Any:
        y = scipy.integrate.solve_ivp(
            lambda t, y: slope(t, y, p[0], p[1]), (0.0, 2.0), START, t_eval=TIMES, rtol=1e-9, atol=1e-9
        ).y
        return np.sum((y - wanted) ** 2)

    found = scipy.optimize.minimize(misfit, np.array([1.5, 0.3]), jac=grad(misfit), method="BFGS", tol=1e-10)
    np.testing.assert_allclose(found.x, P[:2], atol=1e-5)


def test_a_network_with_parameters_in_a_dict() -> None:
    rng = np.random.default_rng(0)
    p = {"w": rng.standard_normal((2, 4)), "v": rng.standard_normal((4, 2)), "b": rng.standard_normal(4)}

    def final(p: Any) -> Any:
        return scipy.integrate.solve_ivp(
            lambda t, y: p["w"] @ np.tanh(p["v"] @ y + p["b"]), (0.0, 1.0), START, rtol=1e-10, atol=1e-10
        ).y[:, -1]

    check_grads(final, (p,), order=1)


@pytest.mark.parametrize("keyword", ["dense_output", "events", "vectorized", "jac"])
def test_keywords_without_a_rule_are_refused(keyword: str) -> None:
    scope: dict[str, Any] = {"given": True}

    def program(g: Any) -> Any:
        return scipy.integrate.solve_ivp(lambda t, y: -g * y, (0.0, 1.0), START, **{keyword: scope["given"]}).y[0, -1]

    with pytest.raises(UnsupportedCallError, match=keyword):
        grad(program)(1.0)


def test_an_integral_that_depends_on_everything() -> None:
    def program(t: Any, w: Any, end: Any) -> Any:
        value, _ = scipy.integrate.quad(lambda x: np.exp(-t * x) * np.sum(w * np.array([1.0, x, x * x])), 0.0, end)
        return value

    check_grads(program, (0.7, np.array([0.3, -0.2, 0.5]), 1.4), order=2)


def test_an_improper_integral() -> None:
    def program(t: Any) -> Any:
        return scipy.integrate.quad(lambda x: np.exp(-t * x * x), -np.inf, np.inf, epsabs=1e-13, epsrel=1e-13)[0]

    assert grad(grad(program))(0.7) == pytest.approx(0.75 * np.sqrt(np.pi) * 0.7**-2.5, rel=1e-12)
