"""What a recursive function gives is written to in place where it has made that, and copied where others hold it."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad import grad, jvp
from s2sad.testing import check_grads

X = np.array([0.3, -0.8, 1.1])


def filled(x: Any, a: Any) -> Any:
    y = np.zeros_like(x)

    def fill(i: int) -> None:
        if i < 0:
            return
        y[i] = x[i] * a + (y[i + 1] if i + 1 < len(x) else 0.0)
        fill(i - 1)

    fill(len(x) - 1)
    return np.sum(y**2)


def collected(x: Any, a: Any) -> Any:
    out = [a]

    def walk(i: int) -> None:
        if i >= len(x):
            return
        out.append(x[i] * out[-1])
        walk(i + 1)

    for k in range(3):
        walk(k)
    return sum(out)


def given_twice(x: Any, a: Any) -> Any:
    def doubled(n: int, u: Any) -> Any:
        if n == 0:
            v = u * a
            return v, [v]
        return doubled(n - 1, u * u)

    v, others = doubled(2, x)
    return np.sum(v * others[0]) + np.sum(v)


def test_an_adjoint_that_the_recursion_has_made_is_added_to() -> None:
    assert "x_bar = x_bar.copy()" not in grad(filled).source(X, 0.7)
    check_grads(filled, (X, 0.7), order=2)


def test_tangents_are_apart_from_values_in_a_loop() -> None:
    value, dot = jvp(collected, (X, 0.7), (np.ones(3), 1.0))
    assert value == collected(X, 0.7)
    assert np.isclose(dot, sum(map(np.sum, grad(collected, argnums=(0, 1))(X, 0.7))), rtol=1e-12)


def test_parts_of_a_result_that_are_one_array() -> None:
    check_grads(given_twice, (X, 0.7), order=2)
