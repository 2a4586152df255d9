"""What a caller sees of arguments that a function writes to: after a derivative the same as after the function."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import custom_vjp, grad, hvp, jvp
from s2sad.testing import check_grads


def summed_with_its_product(x, u):
    x[1] += u[0]
    return np.sum(u) + np.sum(u * x)


def buffer_beside_it(x, u):
    v = np.zeros_like(x)
    for i, w in enumerate([v, x]):
        w[i] += u[0]
    return np.sum(v) + np.sum(v * x)


def one_of_two(x, u):
    w = x if u[0] > 5.0 else 0.5 * u
    w[1] = x[0]
    x[1:] += w[:-1]
    return np.sum(x * x)


def flipped(x, q):
    x[0] = 0.5 * q[1]
    return q, x


def swapped_by_a_call(x, u):
    v = np.zeros_like(x)
    for _ in range(2):
        v, x = flipped(v, x)
    return np.sum(v * x) + u[0]


@pytest.mark.parametrize(
    "program", [summed_with_its_product, buffer_beside_it, one_of_two, swapped_by_a_call], ids=lambda p: p.__name__
)
def test_arguments_are_as_after_the_function(program: Callable[..., Any]) -> None:
    def after(run: Callable[..., Any]) -> list[Any]:
        args = [np.array([1.0, 2.0, 3.0]), np.array([0.3, -0.4, 0.8])]
        run(*args)
        return args

    expected = after(program)
    ones = np.ones(3)
    for run in (
        grad(program, argnums=(0, 1)),
        lambda *args: jvp(program, args, (ones, ones)),
        lambda *args: hvp(program, args, (ones, ones)),
    ):
        np.testing.assert_array_equal(after(run), expected)
    check_grads(program, (np.array([1.0, 2.0, 3.0]), np.array([0.3, -0.4, 0.8])), order=2)


def descend(x, d):
    if d < 1:
        return
    x[d - 1] += 0.5 * np.sin(x[d])
    descend(x, d - 1)


def in_place_recursion_until_left(x, limit):
    u = x * 1.5
    for _ in range(2):
        for k in range(3):
            if u[0] > limit:
                return np.sum(u)
            descend(u, k)
    return np.sum(u * u)


def halved(u, d):
    return u if d < 1 else halved(np.sin(u), d - 1)


def recursion_until_left(x, limit):
    u = x * 1.5
    for _ in range(2):
        for k in range(3):
            if u[0] > limit:
                return np.sum(u)
            u = u + halved(u, k)
    return np.sum(u * u)


@custom_vjp
def squared(u):
    return u * u


squared.defvjp(lambda u: (u * u, u), lambda y_bar, u: (2.0 * u * y_bar,))


@pytest.mark.parametrize("limit", [0.1, 1.0, 2.0, 3.0, 100.0])
@pytest.mark.parametrize("program", [in_place_recursion_until_left, recursion_until_left], ids=lambda p: p.__name__)
def test_calls_by_reference_in_loops_that_are_left(program: Callable[..., Any], limit: float) -> None:
    x = np.array([0.3, -0.7, 0.5])
    check_grads(lambda x: program(x, limit), (copy.copy(x),), order=2)


@pytest.mark.parametrize("limit", [0.1, 0.5, 2.0, 100.0])
def test_residuals_in_loops_that_are_left(limit: float) -> None:
    def program(x, rule):
        u = x * 1.2
        for _ in range(2):
            for _ in range(2):
                if u[0] > limit:
                    return np.sum(u)
                u = u + rule(u)
        return np.sum(u * u)

    x = np.array([0.3, -0.7, 0.5])
    expected = grad(lambda x: program(x, np.square))(x)
    np.testing.assert_allclose(grad(lambda x: program(x, squared))(x), expected, rtol=1e-13)


def swapped_before_a_write(x):
    a, b = x.copy(), x * 2
    for i in range(3):
        if i == 1:
            a, b = b, a
        a[0] += np.sum(b**2)
    return np.sum(a)


def scaled(y):
    y *= 3.0


def in_a_helper_of_the_same_names(x):
    y = x.copy()
    scaled(y)
    return np.sum(y * x)


@pytest.mark.parametrize("program", [swapped_before_a_write, in_a_helper_of_the_same_names], ids=lambda p: p.__name__)
def test_buffers_of_the_function(program: Callable[..., Any]) -> None:
    check_grads(program, (np.array([0.7, -0.4, 1.3]),), order=2)


def swapped_under_a_condition(x):
    u = np.tanh(x)
    v = np.zeros_like(x)
    w = np.tanh(u)
    for i in range(len(x)):
        if i % 2 == 0:
            u, v = v, u
        u[i] = i
    return np.sum(np.sin(u)) + np.sum(w)


def test_tangents_that_a_condition_swaps() -> None:
    check_grads(swapped_under_a_condition, (np.array([0.3, 0.5, 0.7]),), order=2)
