"""Derivatives inside differentiated functions take arguments as they do outside; what users call there is lowered."""

# ruff: noqa: PLW0108 - calls inside of lambdas are what is tested
import copy
import functools

import numpy as np
import pytest

from s2sad import (
    S2SADError,
    elementwise_grad,
    grad,
    hessian,
    jacfwd,
    jacobian,
    jacrev,
    value_and_grad,
)
from s2sad.errors import MissingRuleError
from s2sad.testing import check_grads

X = np.array([0.5, 1.5, 2.5])


def by_name(x, *, k=2.0):
    return x**k


def mapped(x, **kw):
    return x * kw["a"] ** 2


def with_default(x, w=3.0):
    return x * w**2


def spread(x, *xs):
    return x * xs[0] * xs[1] ** 2


def mixed(a, b=2.0, n=3, *, c=4.0):
    for _ in range(n):
        a = a * b
    return a * c


CALLS = [
    lambda x: grad(by_name)(x, k=3),
    lambda x: grad(by_name, argnums="k")(x, k=3.0),
    lambda x: grad(by_name, argnums=1)(x),
    lambda x: grad(mapped)(x, a=x),
    lambda x: grad(with_default, argnums="w")(x),
    lambda x: grad(with_default, argnums=1)(x),
    lambda x: grad(argnums=1)(lambda a, b: a * b**2)(x, x),
    lambda x: grad(spread, argnums="xs")(x, 2.0 * x, x)[1],
    lambda x: grad(spread, argnums=-1)(x, 2.0 * x, x),
    lambda x: value_and_grad(spread, argnums=(0, "xs"))(x, 2.0 * x, x)[1][1][0],
    lambda x: grad(mixed, argnums=("c", "b"))(x, n=2)[1],
    lambda x: grad(mixed, argnums=-1)(x),
    lambda x: hessian(with_default, argnums="w")(x),
    lambda x: jacobian(by_name)(x, k=3),
    lambda x: jacfwd(argnums="k")(by_name)(x, k=3.0),
    lambda x: grad(functools.partial(mixed, n=2), argnums="c")(x),
    lambda x: grad(grad(mixed, argnums="c"), argnums="b")(x),
]


@pytest.mark.parametrize("function", CALLS, ids=range(len(CALLS)))
def test_arguments_inside_are_those_outside(function):
    assert function(2.0) == pytest.approx(value_and_grad(function)(2.0)[0], rel=1e-14)
    check_grads(function, (2.0,))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: grad(by_name, argnums=7)(x), "argnums 7 of a function with the parameters x, k"),
        (lambda x: grad(by_name, argnums="z")(x), "argnums 'z' of a function with the parameters x, k"),
        (lambda x: grad(by_name)(x, 3.0), "by_name\\(\\) takes 1 positional arguments but 2 were given"),
        (lambda x: grad(by_name)(k=x), "by_name\\(\\) missing argument 'x'"),
        (lambda x: grad(by_name)(x, w=x), "unexpected keyword argument 'w'"),
    ],
)
def test_wrong_calls_inside_are_located(function, words):
    with pytest.raises(S2SADError, match=words) as raised:
        value_and_grad(function)(2.0)
    assert raised.value.lineno == function.__code__.co_firstlineno


def test_matrices_have_source():
    for derivative in (hessian, jacfwd, jacrev, elementwise_grad):
        assert f"cubed_{derivative.__name__}(x)" in derivative(cubed).source(2.0)
    assert "3 * x ** 2" in jacobian(cubed).source(2.0)
    assert "np.eye" in hessian(lambda x: np.sum(x**3)).source(X)


def cubed(x):
    return x**3


class Square:
    def __call__(self, x):
        return x**2


class Scaled:
    def __init__(self):
        self.k = 3.0

    @grad
    def slope(self, x):
        return self.k * x**3

    @hessian
    def curve(self, x):
        return self.k * x**3


SQUARE, SCALED, PARTIAL = Square(), Scaled(), functools.partial(lambda a, b: a * b**2, 3.0)


@np.vectorize
def entrywise(x):
    return x**2 if x > 1.0 else x


@functools.singledispatch
def by_class(x):
    return x**2


@by_class.register
def _(x: np.ndarray):
    return np.sum(x**3)


OBJECTS = [
    (SQUARE, 2.0),
    (lambda x: SQUARE(x) * x, 2.0),
    (lambda x: SCALED.slope(x) * SCALED.curve(x), 2.0),
    (lambda x: PARTIAL(x) * x, 2.0),
    (lambda x: np.sum(entrywise(x) * x), X),
    (by_class, 2.0),
    (by_class, X),
    (lambda x: by_class(x) * by_class(x[0]), X),
]


@pytest.mark.parametrize(("function", "x"), OBJECTS, ids=range(len(OBJECTS)))
def test_callable_objects(function, x):
    check_grads(lambda v: function(v), (x,))
    assert np.allclose(grad(function)(x), grad(lambda v: function(v))(x), rtol=1e-14)


def test_vectorized_function_as_what_is_differentiated():
    assert elementwise_grad(entrywise)(X).tolist() == [1.0, 3.0, 5.0]


def test_a_function_registered_later_is_seen():
    @functools.singledispatch
    def chosen(x):
        return x**2

    slope = grad(chosen)
    assert slope(2.0) == 4.0
    chosen.register(float, lambda x: x**5)
    assert slope(2.0) == 80.0


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda x: np.sum(np.unique(x)), "np.unique"),
        (lambda x: np.sum(np.trim_zeros(x)), "np.trim_zeros"),
        (lambda x: np.poly1d(x)(2.0), "np.poly1d"),
        (lambda x: np.polynomial.Polynomial(x)(2.0), "np.polynomial.polynomial.Polynomial"),
    ],
)
def test_functions_of_numpy_without_a_rule_are_named(function, name):
    with pytest.raises(MissingRuleError, match=f"`{name}` has no derivative rule") as raised:
        grad(function)(X)
    assert f"@TABLE.custom({name})" in raised.value.hint
    assert raised.value.lineno == function.__code__.co_firstlineno


def copied(x):
    held = {"a": x, "b": [x * 2.0]}
    deep, shallow = copy.deepcopy(held), copy.copy(held)
    deep["a"][0] = 0.0
    shallow["b"] = 1.0
    return np.sum(held["a"] * deep["a"] * deep["b"][0] * shallow["a"]) * shallow["b"]


def copied_object(x):
    first = Scaled()
    first.k = x
    second, third = copy.copy(first), copy.deepcopy(first)
    second.k = second.k * 2.0
    return np.sum(first.k * second.k * third.k)


@pytest.mark.parametrize("function", [copied, copied_object, lambda x: np.sum(copy.copy(x) ** 2)])
def test_copies(function):
    check_grads(function, (X,))


def test_deepcopy_of_one_array_twice_refuses():
    with pytest.raises(S2SADError, match="holds one array or list twice"):
        grad(lambda x: np.sum(copy.deepcopy([x, x])[0]))(X)
