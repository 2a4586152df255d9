"""What has no rule is refused in both modes, also where only a part of the result depends on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import grad, hessian, jacfwd, jvp
from s2sad.errors import DifferentiationTypeError, MissingRuleError, S2SADError, UnsupportedCallError


def two_results(x: Any) -> Any:
    return np.sum(np.vectorize(lambda a: (a, a * a))(x)[0]) + np.sum(x)


def directive(x: Any) -> Any:
    return np.sum(np.r_["0,2", x]) + np.sum(x)


@pytest.mark.parametrize("derivative", [grad, jacfwd])
@pytest.mark.parametrize("function", [two_results, directive])
def test_refused(function: Any, derivative: Any) -> None:
    with pytest.raises(MissingRuleError):
        derivative(function)(np.ones(3))


Y = np.array([3.0, 4.0])


def order_of(y: Any, p: Any) -> Any:
    return np.linalg.norm(y, p)


def order_of_leaf(tree: Any) -> Any:
    return np.linalg.norm(tree["y"], tree["p"])


@pytest.mark.parametrize(
    "derivative",
    [
        lambda: grad(order_of, argnums=(0, 1))(Y, 3.0),
        lambda: jvp(order_of, (Y, 3.0), (Y, 1.0)),
        lambda: grad(order_of_leaf)({"y": Y, "p": 3.0}),
        lambda: grad(lambda y, p: np.linalg.norm(y, p * 1.0), argnums=1)(Y, 3.0),
    ],
)
def test_what_must_be_known_has_no_derivative(derivative: Any) -> None:
    with pytest.raises(UnsupportedCallError, match="must be known when the derivative is compiled: it has no") as error:
        derivative()
    assert "write the formula" in str(error.value)


def test_what_must_be_known_under_two_derivatives() -> None:
    with pytest.raises(S2SADError, match="needs its value when the derivative is compiled"):
        hessian(order_of, argnums=(0, 1))(Y, 3.0)
    with pytest.raises(DifferentiationTypeError, match="which is the int 1"):
        grad(lambda y, k: np.sum(np.sum(y, axis=k)), argnums=1)(np.eye(2), 1)
    assert np.allclose(grad(order_of)(Y, 2.0), Y / 5.0)
