"""The text of a derivative is there wherever the call is, and is that of the derivative that was asked for."""

import functools
from typing import Any

import numpy as np
import pytest

from s2sad import custom_jvp, custom_vjp, elementwise_grad, grad, hessian, jacfwd, jacobian, jvp, source, value_and_grad


def with_keyword(x, *, k=2):
    return x**3 * k


def with_rest(x, *rest, k=2, **words):
    return x**3 * k * rest[0] * words["z"]


class Model:
    def __init__(self, w):
        self.w = w

    def loss(self, x):
        return self.w * x**3

    @hessian
    def bent(self, x):
        return self.w * x**3


def scaled(a, x, k=1):
    return a * x**3 * k


def value_of(text: str, *args: Any) -> Any:
    """What the one function of a text returns."""
    names: dict[str, Any] = {}
    exec(text, names)
    (made,) = (v for k, v in names.items() if k.startswith(("with_", "loss_", "bent_", "scaled_")))
    return made(*args)


@pytest.mark.parametrize("derivative", [grad, hessian, jacobian, jacfwd, elementwise_grad])
def test_parameters_that_are_given_by_name(derivative) -> None:
    of = derivative(with_keyword)
    assert value_of(of.source(1.0, k=3), 1.0, 3) == of(1.0, k=3)
    assert value_of(of.source(1.0), 1.0, 2) == of(1.0)
    many = derivative(with_rest)
    assert value_of(many.source(1.0, 2.0, z=3.0), 1.0, 2.0, 2, {"z": 3.0}) == many(1.0, 2.0, z=3.0)


@pytest.mark.parametrize(
    ("derivative", "args"),
    [
        (hessian(Model(2.0).loss), (Model(2.0), 1.5)),
        (Model(2.0).bent, (Model(2.0), 1.5)),
        (hessian(functools.partial(scaled, 2.0, k=3)), (2.0, 1.5, 3)),
        (hessian(grad(functools.partial(scaled, 2.0, k=3))), (2.0, 1.5, 3)),
    ],
)
def test_matrices_of_functions_with_first_arguments(derivative, args) -> None:
    text = derivative.source(1.5)
    assert value_of(text, *args) == derivative(1.5)
    assert "zeros_like" not in text


def test_matrices_by_the_function() -> None:
    text = source(hessian(with_keyword), args=(1.5,))
    assert value_of(text, 1.5, 2) == hessian(with_keyword)(1.5)
    assert text == hessian(with_keyword).source(1.5)
    assert source(jacobian(with_keyword), args=(1.5,)) == jacobian(with_keyword).source(1.5)
    assert "x: float (assumed" in source(jacobian(with_keyword))
    assert value_of(source(hessian(with_keyword), order=2, args=(1.5,)), 1.5, 2) == 12.0
    assert value_of(source(grad(grad(with_keyword)), args=(1.5,)), 1.5, 2) == 18.0
    assert source(grad(with_keyword), args=(1.5,)) == source(with_keyword, args=(1.5,))


def test_own_rules_of_functions_with_keywords() -> None:
    by_jvp = custom_jvp(lambda x, *, k: x * k)
    by_jvp.defjvp(lambda p, t: (p[0] * p[1], t[0] * p[1] + p[0] * t[1]))
    by_vjp = custom_vjp(lambda x, *, k: x * k)
    by_vjp.defvjp(lambda x, *, k: (x * k, (x, k)), lambda r, bar: (bar * r[1], bar * r[0]))
    for fun in (by_jvp, by_vjp):
        assert grad(fun)(2.0, k=3.0) == 3.0
        assert grad(lambda x: fun(x, k=x * x))(2.0) == 12.0  # noqa: B023 - called here
        assert jvp(lambda x: fun(x, k=x * x), (2.0,), (1.0,))[1] == 12.0  # noqa: B023 - called here
        assert np.isclose(hessian(lambda x: fun(x, k=x * x))(2.0), 12.0)  # noqa: B023 - called here


def product(x, y):
    return x * x * y


def product_with_rest(x, y):
    return x * x * y, x


def test_argnums_of_a_derivative_object_count() -> None:
    by_y = "with respect to y"
    for derivative in (grad(product, argnums=1), grad(product, argnums="y"), grad(grad(product), argnums=1)):
        assert by_y in source(derivative).splitlines()[0]
    assert "return x * x" in source(grad(product, argnums=1))
    assert "with respect to x, y" in source(grad(product, argnums=(0, 1)))
    assert by_y in source(grad(product, argnums=1), mode="forward")
    assert by_y in source(hessian(product, argnums=1))
    assert "with respect to x\n" in source(grad(product, argnums=1), argnums=0)


def test_the_kind_of_a_derivative_object_counts() -> None:
    assert "def product_value_and_grad" in source(value_and_grad(product, argnums=1))
    assert "return x * x, x" in source(grad(product_with_rest, argnums=1, has_aux=True))
