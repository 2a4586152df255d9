"""Every kind of mask over every kind of function that is infinite or NaN where the mask cuts, to second order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, hvp, jvp

Function = Callable[[Any], Any]
X = np.array([0.0, -1.0, 2.0, 0.5])
V = np.array([0.3, -0.7, 0.2, 1.1])
W = np.array([0.1, 0.5, -0.4, 0.9])

CUT: dict[str, Function] = {
    "sqrt": np.sqrt,
    "log": np.log,
    "quotient": lambda x: 1.0 / x,
    "power": lambda x: x**0.3,
    "arcsin": lambda x: np.arcsin(1.0 - x / 4.0),
    "overflow": lambda x: np.exp(-800.0 * x),
    "two deep": lambda x: np.log(np.sqrt(x)) * np.sqrt(x),
}


def where(f: Function) -> Function:
    return lambda x: np.sum(np.where(x > 0, f(x), 0.0) ** 2)


def select(f: Function) -> Function:
    return lambda x: np.sum(np.select([x > 1, x > 0], [f(x), 2 * f(x)], 0.0) ** 2)


def read(f: Function) -> Function:
    return lambda x: np.sum(f(x)[x > 0] ** 2)


def read_before(f: Function) -> Function:
    return lambda x: np.sum(f(x[x > 0]) ** 2)


def reduced(f: Function) -> Function:
    return lambda x: np.sum(f(x) ** 2, where=x > 0)


def overwritten(f: Function) -> Function:
    def masked(x: Any) -> Any:
        y = f(x)
        y[x <= 0] = 0.0
        return np.sum(y * y)

    return masked


def written(f: Function) -> Function:
    def masked(x: Any) -> Any:
        y = np.zeros_like(x)
        m = x > 0
        y[m] = f(x)[m]
        return np.sum(y * y)

    return masked


def copied(f: Function) -> Function:
    def masked(x: Any) -> Any:
        y = f(x)
        np.copyto(y, 0.0, where=x <= 0)
        return np.sum(y * y)

    return masked


def branched(f: Function) -> Function:
    def masked(x: Any) -> Any:
        total = 0.0
        for v in x:
            if v > 0:
                total = total + f(v) ** 2
        return total

    return masked


MASKS = [where, select, read, read_before, reduced, overwritten, written, copied, branched]


@pytest.mark.slow
@pytest.mark.parametrize("cut", CUT)
@pytest.mark.parametrize("mask", MASKS)
def test_masked(mask: Callable[[Function], Function], cut: str) -> None:
    function = mask(CUT[cut])

    def tangent(x: Any) -> Any:
        return jvp(function, (x,), (V,))[1]

    with np.errstate(all="ignore"):
        gradient = grad(function)(X.copy())
        assert np.all(gradient[:2] == 0.0)
        np.testing.assert_allclose(tangent(X.copy()), gradient @ V, rtol=1e-10)
        slopes = [(function(X + 1e-6 * e) - function(X - 1e-6 * e)) / 2e-6 for e in np.eye(4)[2:]]
        np.testing.assert_allclose(gradient[2:], slopes, rtol=1e-5, atol=1e-7)
        found = [
            hvp(function, (X.copy(),), (W,))[0] @ V,
            jvp(tangent, (X.copy(),), (W,))[1],
            grad(tangent)(X.copy()) @ W,
            grad(lambda x: np.sum(grad(function)(x) * V))(X.copy()) @ W,
        ]
    assert np.all(np.isfinite(found))
    np.testing.assert_allclose(found, found[0], rtol=1e-9)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    "fun",
    [
        lambda v: np.sum(np.sqrt(np.maximum(v, 0.0))),
        lambda v: np.sum(np.sqrt(np.clip(v, 0.0, 5.0)) * v),
        lambda v: np.sum(np.sqrt(np.maximum(v, 0.0) * 2.0) ** 3),
        lambda v: np.sum(np.sqrt(np.where(v > 0, v, 0.0)) * np.maximum(v, 1.0)),
        lambda v: np.sum(np.sqrt(np.sqrt(np.maximum(v, 0.0)))),
    ],
)
def test_a_mask_inside_of_a_root_cuts_in_both_modes(fun):
    x, u = np.array([1.0, -1.0, 0.5]), np.array([0.3, 0.7, -0.2])
    gradient = grad(fun)(x)
    assert np.isfinite(gradient).all()
    np.testing.assert_allclose(jvp(fun, (x,), (u,))[1], gradient @ u, rtol=1e-14)
    second = jvp(lambda y: jvp(fun, (y,), (u,))[1], (x,), (u,))[1]
    np.testing.assert_allclose(second, u @ jvp(grad(fun), (x,), (u,))[1], rtol=1e-14)
