"""The other mode of a rule is had by transposition, which only linear rules allow: others are refused there."""

from typing import Any

import numpy as np
import pytest

from s2sad import custom_jvp, custom_vjp, grad, jvp, stop_gradient
from s2sad.errors import MissingRuleError

W = np.array([[2.0, 1.0], [0.5, 3.0]])


def with_bwd(bwd: Any) -> Any:
    function = custom_vjp(lambda x: x * 2.0)
    function.defvjp(lambda x: (x * 2.0, x), bwd)
    return function


def with_tangent(tangent: Any) -> Any:
    function = custom_jvp(lambda x: x * 2.0)
    function.defjvp(lambda primals, tangents: (primals[0] * 2.0, tangent(primals[0], tangents[0])))
    return function


def in_loop(r, g):
    total = 0.0
    for k in range(3):
        total = total + k * g
    return total


def product_in_loop(r, g):
    total = 1.0
    for _ in range(2):
        total = total * g
    return total


def sum_from_one(r, g):
    total = 1.0
    for _ in range(2):
        total = total + g
    return total


def branch_on_primal(r, g):
    if np.sum(r) > 1:
        return g
    return 2.0 * g


def branch_on_input(r, g):
    if np.sum(g) > 1:
        return g
    return 2.0 * g


def written(r, g):
    out = np.zeros_like(g)
    out[0] = 3.0 * g[1]
    return out


LINEAR = {
    "product": (lambda r, g: 3.0 * np.cos(r) * g, np.diag(3.0 * np.cos([1.0, 2.0]))),
    "quotient": (lambda r, g: -g / 4.0 + g, np.eye(2) * 0.75),
    "mask": (lambda r, g: np.where(r > 1.5, g, 0.0), np.diag([0.0, 1.0])),
    "matrix": (lambda r, g: W @ g, W),
    "solve": (lambda r, g: np.linalg.solve(W, g), np.linalg.inv(W)),
    "loop": (in_loop, 3.0 * np.eye(2)),
    "branch": (branch_on_primal, np.eye(2)),
    "write": (written, np.array([[0.0, 3.0], [0.0, 0.0]])),
    "shape": (lambda r, g: np.zeros(len(g)) + np.sum(g) * np.ones_like(g), np.ones((2, 2))),
    "mean": (lambda r, g: np.broadcast_to(np.mean(g), g.shape), np.full((2, 2), 0.5)),
    "average": (lambda r, g: np.average(g) * r, np.array([[0.5, 0.5], [1.0, 1.0]])),
    "pad": (lambda r, g: np.pad(g, 1)[1:-1], np.eye(2)),
    "zero": (lambda r, g: np.zeros_like(r), np.zeros((2, 2))),
}
NOT_LINEAR = {
    "clip": lambda r, g: np.clip(g, -1.0, 1.0),
    "affine": lambda r, g: g + 1.0,
    "sign": lambda r, g: np.sign(g),
    "round": lambda r, g: np.round(g),
    "constant": lambda r, g: np.ones_like(r),
    "mask": lambda r, g: np.where(g > 1.0, g, 0.0),
    "other": lambda r, g: np.where(r > 1.0, g, 1.0),
    "maximum": lambda r, g: np.maximum(g, 0.0),
    "stopped": lambda r, g: 2.0 * stop_gradient(g),
    "square": lambda r, g: g * g,
    "abs": lambda r, g: abs(g),
    "quotient": lambda r, g: r / g,
    "pad": lambda r, g: np.pad(g, 1, constant_values=1.0)[1:-1],
    "product in a loop": product_in_loop,
    "sum from one": sum_from_one,
    "branch": branch_on_input,
}
X = np.array([1.0, 2.0])


def test_numbers_beside_a_tangent_have_none():
    function = custom_jvp(lambda x: (x * 2.0, 3))
    function.defjvp(lambda primals, tangents: ((primals[0] * 2.0, 3), (tangents[0] * 2.0, 1)))
    assert grad(lambda x: function(x)[0])(1.0) == 2.0


@pytest.mark.parametrize("name", LINEAR)
def test_a_linear_rule_serves_both_modes(name: str) -> None:
    rule, matrix = LINEAR[name]
    x_dot = np.array([1.0, -2.0])
    backward = with_bwd(lambda r, g: (rule(r, g),))
    np.testing.assert_allclose(jvp(backward, (X,), (x_dot,))[1], matrix.T @ x_dot)
    forward = with_tangent(rule)
    np.testing.assert_allclose(grad(lambda x: np.sum(forward(x) * x_dot))(X), matrix.T @ x_dot)


@pytest.mark.parametrize("name", NOT_LINEAR)
def test_another_rule_is_refused_in_the_other_mode(name: str) -> None:
    rule = NOT_LINEAR[name]
    backward = with_bwd(lambda r, g: (rule(r, g),))
    grad(lambda x: np.sum(backward(x)))(X)
    with pytest.raises(MissingRuleError, match="not linear"):
        jvp(backward, (X,), (X,))
    forward = with_tangent(rule)
    jvp(forward, (X,), (X,))
    with pytest.raises(MissingRuleError, match="not linear"):
        grad(lambda x: np.sum(forward(x)))(X)
