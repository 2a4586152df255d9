"""Lanes that a mask cuts have derivative zero, whatever is infinite or NaN there, in both modes and at second order.

`np.where(x > 0, np.sqrt(x), 0.0)` has gradient 0 at 0 and below, and its derivative warns no more than it does itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, hvp, jvp

from . import zeros_of_parts, zeros_of_paths

X = np.array([0.0, -1.0, 2.0, 0.5])
V = np.array([0.3, -0.7, 0.2, 1.1])
W = np.array([0.1, 0.5, -0.4, 0.9])


def sqrt_under_where(x):
    return np.sum(np.where(x > 0, np.sqrt(x), 0.0))


def log_under_where(x):
    return np.sum(np.where(x > 0, np.log(x), 0.0))


def quotient_under_where(x):
    return np.sum(np.where(x != 0, np.sin(x) / x, 1.0))


def power_under_where(x):
    return np.sum(np.where(x > 0, x**-1.5, 0.0))


def power_of_itself_under_where(x):
    return np.sum(np.where(x > 0, x**x, 1.0))


def arcsin_under_where(x):
    return np.sum(np.where(np.abs(x) < 1, np.arcsin(x), 0.0))


def overflow_under_where(x):
    return np.sum(np.where(x < 1, np.exp(400 * x), 0.0))


def two_deep(x):
    return np.sum(np.where(x > 1, np.sqrt(np.log(x)), 0.0))


def product_under_where(x):
    return np.sum(np.where(x > 0, x * np.log(x), 0.0))


def both_branches(x):
    return np.sum(np.where(x > 0, np.exp(x) / x, np.exp(-x)))


def nested_where(x):
    return np.sum(np.where(x > 0, np.where(x > 1, np.log(x), np.sqrt(x)), 0.0))


def used_after_where(x):
    y = np.where(x > 0, np.sqrt(x), 0.0)
    return np.sum(y * y * np.exp(y))


def intermediate_used_twice(x):
    y = np.sqrt(x)
    return np.sum(np.where(x > 0, (3 * y + 1) / y, 0.0))


def distances(x):
    d = x[:, None] - x[None, :]
    return np.sum(np.where(d != 0, np.sqrt(np.abs(d)), 0.0))


def select(x):
    return np.sum(np.select([x > 1, x > 0], [np.log(x), np.sqrt(x)], 0.0))


def clip(x):
    return np.sum(np.clip(np.log(np.abs(x)), -5, 5))


def maximum(x):
    return np.sum(np.maximum(np.log(np.abs(x)), -2.0))


def minimum(x):
    return np.sum(np.minimum(1 / np.abs(x), 1.7))


def read_by_mask(x):
    return np.sum(np.sqrt(x)[x > 0] ** 3)


def mask_of_the_argument(x):
    m = x > 0
    return np.sum(np.sqrt(x[m]) * np.log(x[m]))


def overwritten_by_mask(x):
    y = 1 / x
    y[x == 0] = 1.0
    return np.sum(y**2)


def cut_by_mask(x):
    y = np.sqrt(x)
    y[x <= 0] = 0.0
    return np.sum(y * x)


def written_by_mask(x):
    y = np.zeros_like(x)
    y[x > 0] = np.log(x)[x > 0]
    return np.sum(y * y)


def ufunc_where(x):
    return np.sum(np.sqrt(x, out=np.zeros_like(x), where=x > 0) ** 3)


def copied_under_mask(x):
    y = np.sqrt(x)
    np.copyto(y, 0.0, where=x <= 0)
    return np.sum(y * y * x)


def whole_under_where(x):
    y = np.log(x)
    y[:] = np.where(x > 0, y, 0.0)
    return np.sum(y * y)


def masked_in_a_loop_of_writes(x):
    y = np.zeros_like(x)
    for i in range(4):
        if x[i] > 0:
            y[i] = np.sqrt(x[i]) * np.log(x[i])
    return np.sum(y * y)


def masked_variance(x):
    m = x > 0
    mean = np.sum(np.where(m, np.log(x), 0.0)) / m.sum()
    return np.sum(np.where(m, (np.log(x) - mean) ** 2, 0.0))


FUNCTIONS = [
    sqrt_under_where, log_under_where, quotient_under_where, power_under_where, power_of_itself_under_where,
    arcsin_under_where, overflow_under_where, two_deep, product_under_where, both_branches, nested_where,
    used_after_where, intermediate_used_twice, distances, select, clip, maximum, minimum, read_by_mask,
    mask_of_the_argument, overwritten_by_mask, cut_by_mask, written_by_mask, ufunc_where, masked_variance,
    copied_under_mask, whole_under_where, masked_in_a_loop_of_writes, *zeros_of_parts.FUNCTIONS,
]  # fmt: skip

OF_PATHS = [*zeros_of_paths.FUNCTIONS, *zeros_of_parts.WARN]


def quietly(function: Callable[[], Any], primal: Callable[[], Any]) -> Any:
    """The result of a derivative that warns no more often than its primal."""
    with warnings.catch_warnings(record=True) as allowed:
        warnings.simplefilter("always")
        primal()
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        result = function()
    assert len(found) <= len(allowed), [str(w.message) for w in found]
    return result


@pytest.mark.parametrize("function", FUNCTIONS)
def test_first_order(function: Callable[..., Any]) -> None:
    def primal() -> Any:
        return function(X.copy())

    gradient = quietly(lambda: grad(function)(X.copy()), primal)
    tangent = quietly(lambda: jvp(function, (X.copy(),), (V,))[1], primal)
    assert np.all(np.isfinite(gradient))
    np.testing.assert_allclose(tangent, gradient @ V, rtol=1e-12)
    with np.errstate(all="ignore"):
        for k in (2, 3):  # lanes in which every function here is smooth
            step = 1e-6 * np.eye(4)[k]
            slope = (function(X + step) - function(X - step)) / 2e-6
            np.testing.assert_allclose(gradient[k], slope, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_second_order(function: Callable[..., Any]) -> None:
    def primal() -> Any:
        return function(X.copy())

    def tangent(x: Any) -> Any:
        return jvp(function, (x,), (V,))[1]

    found = [
        quietly(lambda: hvp(function, (X.copy(),), (W,))[0] @ V, primal),
        quietly(lambda: jvp(tangent, (X.copy(),), (W,))[1], primal),
        quietly(lambda: grad(tangent)(X.copy()) @ W, primal),
        quietly(lambda: grad(lambda x: np.sum(grad(function)(x) * V))(X.copy()) @ W, primal),
    ]
    assert np.all(np.isfinite(found))
    np.testing.assert_allclose(found, found[0], rtol=1e-9)


ROOTS = [
    lambda x: np.linalg.norm(x) * 2.0,
    lambda x: np.std(x) * 2.0,
    lambda x: np.sum(np.hypot(x, 2.0 * x)),
    lambda x: np.sum(x) * np.linalg.norm(x),
]


@pytest.mark.parametrize("function", ROOTS)
def test_norm_std_and_hypot_at_zero(function: Callable[..., Any]) -> None:
    """By the table of docs/conventions.md: 0 in both modes; second derivatives are finite."""
    zeros = np.zeros(4)
    assert np.all(grad(function)(zeros) == 0.0)
    assert jvp(function, (zeros,), (V,))[1] == 0.0
    forward = jvp(lambda x: jvp(function, (x,), (V,))[1], (zeros,), (W,))[1]
    reverse = grad(lambda x: jvp(function, (x,), (V,))[1])(zeros) @ W
    nested = grad(lambda x: np.sum(grad(function)(x) * V))(zeros) @ W
    np.testing.assert_allclose([reverse, nested], forward, atol=1e-15)
    assert np.isfinite(forward)


@pytest.mark.parametrize("function", OF_PATHS)
def test_values_that_the_path_does_not_use(function: Callable[..., Any]) -> None:
    def tangent(x: Any) -> Any:
        return jvp(function, (x,), (V,))[1]

    with np.errstate(all="ignore"):
        gradient = grad(function)(X.copy())
        np.testing.assert_allclose(tangent(X.copy()), gradient @ V, rtol=1e-12)
        steps = 1e-6 * np.eye(4)[2:]
        slopes = [(function(X + step) - function(X - step)) / 2e-6 for step in steps]
        np.testing.assert_allclose(gradient[2:], slopes, rtol=1e-5, atol=1e-7)
        found = [
            hvp(function, (X.copy(),), (W,))[0] @ V,
            jvp(tangent, (X.copy(),), (W,))[1],
            grad(tangent)(X.copy()) @ W,
            grad(lambda x: np.sum(grad(function)(x) * V))(X.copy()) @ W,
        ]
    assert np.all(np.isfinite(found))
    np.testing.assert_allclose(found, found[0], rtol=1e-9, atol=1e-12)
