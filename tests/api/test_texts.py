"""The text of a derivative is there wherever the call is, and is that of the derivative that was asked for."""

import functools
import inspect
from typing import Any

import numpy as np
import pytest

from s2sad import custom_jvp, custom_vjp, elementwise_grad, grad, hessian, jacfwd, jacobian, jvp, source, value_and_grad
from s2sad.errors import SignatureError


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
    """What the one function of a text returns for all its parameters in order."""
    names: dict[str, Any] = {}
    exec(text, names)
    (made,) = (v for k, v in names.items() if k.startswith(("with_", "loss_", "bent_", "scaled_")))
    given = list(zip(inspect.signature(made).parameters.values(), args, strict=True))
    words = {p.name: a for p, a in given if p.kind is p.KEYWORD_ONLY}
    return made(*args[: len(args) - len(words)], **words)


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


# ---- the parameters of a text are those of the function


X = np.ones(2)


def powered(x, k=2.0, /, *, power=2, name="a"):
    return k * x**power


def summed(x, axis=0):
    return np.sum(np.sum(x, axis=axis))


def of_an_array(x, w=X, k=2.0):
    return np.sum(x * w) * k


def executed(text: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(compile(text, "<shown>", "exec", dont_inherit=True), namespace)
    return namespace


def test_defaults_and_keyword_only_marks_stay() -> None:
    shown = executed(source(powered, args=(1.5,)))["powered_grad"]
    assert inspect.signature(shown) == inspect.signature(powered)
    assert shown(1.5) == grad(powered)(1.5)
    assert shown(1.5, 3.0, name="b") == grad(powered)(1.5, 3.0)
    assert inspect.signature(executed(grad(powered).source(1.5))["powered_grad"]) == inspect.signature(powered)
    assert inspect.signature(executed(source(powered))["powered_grad"]) == inspect.signature(powered)


def test_what_a_text_takes_beside_is_keyword_only_behind_defaults() -> None:
    forward = executed(source(powered, "forward", args=(1.5,)))["powered_jvp"]
    assert str(inspect.signature(forward)) == "(x, k=2.0, /, *, power=2, name='a', x_dot)"
    assert forward(1.5, x_dot=2.0) == jvp(powered, (1.5,), (2.0,))
    assert "def with_keyword_vjp(x, *, k=2, y_bar):" in source(with_keyword, "vjp")
    assert "def product_jvp(x, y, x_dot):" in source(product, "forward")


def test_a_default_that_the_text_is_not_made_for_is_left_out() -> None:
    matrix = np.ones((2, 2))
    assert "def summed_grad(x, axis=0):" in source(summed, args=(matrix,))
    assert "def summed_grad(x, axis):" in source(summed, args=(matrix, 1))
    assert "def powered_grad(x, k, /, *, power=2, name='a'):" in source(powered, args=(1.5, 2))
    assert "def of_an_array_grad(x, w, k=2.0):" in source(of_an_array, args=(X,))


# ---- assumed types


def of_a_tuple(weights, p):
    w0, b = weights
    return np.sum(w0 @ p + b)


def test_what_is_unpacked_is_assumed_to_be_a_tuple() -> None:
    assert "weights: (float64[w0.0, w0.1], float)" in source(of_a_tuple)


def test_a_default_is_what_must_be_known() -> None:
    assert "axis: static 0" in source(summed)
    with pytest.raises(SignatureError, match="the value of `axis` must be known") as caught:
        source(lambda x, axis: np.sum(np.sum(x, axis=axis)))
    assert "--at" in str(caught.value)
    assert caught.value.lineno is not None


def of_inverse(a):
    return np.sum(np.linalg.inv(a))


def test_what_is_read_through_a_transpose_is_computed_once():
    assert source(of_inverse, args=(np.eye(2),)).count("np.linalg.inv(a)") == 1
