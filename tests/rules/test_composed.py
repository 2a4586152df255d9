"""Compositions where they meet the rest of the language: loops, branches, helpers, masks, derivatives inside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import RuleTable, grad, hessian, jvp
from s2sad.errors import MissingRuleError
from s2sad.testing import check_grads
from tests.rules.compiled import function

X = np.array([0.7, 1.3, 0.4, 2.1, 0.9, 1.6])
GRID = np.linspace(0.0, 3.0, 7)


def in_a_loop(x: Any, f: Any) -> Any:
    total = 0.0
    for k in range(3):
        x = np.interp(x, GRID, f) + 0.1 * k
        total += np.median(x) * np.ptp(x[k:])
    return total + np.sum(np.diff(x) ** 2)


def in_a_while(x: Any) -> Any:
    y, n = x, 0
    while np.nanmax(y) > 0.3 and n < 5:
        y = y - 0.3 * np.average(y, weights=x)
        n += 1
    return np.sum(y * y)


def in_a_branch(x: Any, s: Any) -> Any:
    y = np.percentile(x, 30.0) if s > 0.0 else np.std(x, where=x > 1.0)
    return y * np.trapezoid(x, dx=s) if y > 0.1 else y


def in_a_comprehension(x: Any) -> Any:
    return sum([np.quantile(x[k : k + 3], 0.4) * k for k in range(4)])


def in_place(x: Any) -> Any:
    y = np.zeros_like(x)
    for k in range(len(x)):
        y[k] = np.mean(x[: k + 1], where=x[: k + 1] > 0.5) if k else x[0]
        np.maximum.accumulate(y)
    return np.sum(np.convolve(y, x, "same"))


PROGRAMS = [
    (in_a_loop, (X, np.sin(GRID) + GRID)),
    (in_a_while, (X,)),
    (in_a_branch, (X, 0.4)),
    (in_a_branch, (X, -0.4)),
    (in_a_comprehension, (X,)),
    (in_place, (X,)),
]


@pytest.mark.parametrize(("made", "args"), PROGRAMS, ids=[f.__name__ for f, _ in PROGRAMS])
def test_programs(made: Any, args: tuple[Any, ...]) -> None:
    check_grads(made, args, order=2)


def test_a_derivative_inside() -> None:
    def inner(p: Any) -> Any:
        return np.sum(grad(lambda v: np.ptp(v) ** 2 + np.var(v, where=v > 0.5))(p) * p)

    check_grads(inner, (X,), order=1)


def test_a_masked_composition() -> None:
    x = np.array([-1.0, 0.5, 2.0])
    value = grad(lambda x: np.sum(np.where(x > 0.0, np.interp(np.sqrt(np.abs(x)), GRID, GRID**2), 0.0)))(x)
    assert value[0] == 0.0
    assert np.isfinite(value).all()


def test_nan_has_no_influence() -> None:
    x = np.array([1.0, np.nan, 3.0])
    assert grad(lambda x: np.nansum(x * x))(x).tolist() == [2.0, 0.0, 6.0]
    assert grad(lambda x: 1.0 * np.nanmean(x))(x).tolist() == [0.5, 0.0, 0.5]
    assert hessian(lambda x: 1.0 * np.nanvar(x))(np.array([1.0, np.nan, 3.0]))[1].tolist() == [0.0, 0.0, 0.0]


def test_a_composition_of_ones_own() -> None:
    mine = RuleTable()

    @mine.composed(np.sinc, rare=())
    def sinc_body(x: Any) -> Any:
        return np.sin(np.pi * x) / (np.pi * x)

    assert grad(lambda x: 1.0 * np.sinc(x), rules=mine)(0.7) == pytest.approx(
        grad(lambda x: 1.0 * np.sinc(x))(0.7), rel=1e-13
    )


def test_the_primal_stays_the_call() -> None:
    f = function("def program(x):\n    return np.ptp(x)\n")
    assert jvp(f, (X,), (np.ones(6),))[0] == np.ptp(X)


def test_arguments_that_are_not_handled_are_refused() -> None:
    with pytest.raises(MissingRuleError, match="does not handle these arguments"):
        grad(lambda x: np.quantile(x, 0.3, method="closest_observation"))(X)
