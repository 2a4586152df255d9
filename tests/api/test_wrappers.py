"""Decorators that note what they wrap: what the wrapper does is differentiated, its parameters are the wrapped ones."""

import functools
import time
from typing import Any

import numpy as np
import pytest

from s2sad import grad, hessian, jvp, source, vjp
from s2sad.errors import UnsupportedSyntaxError


def doubled(fun: Any) -> Any:
    @functools.wraps(fun)
    def wrapper(*args, **kwargs):
        return 2.0 * fun(*args, **kwargs)

    return wrapper


def timed(fun: Any) -> Any:
    @functools.wraps(fun)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return fun(*args, **kwargs)
        finally:
            time.perf_counter() - start

    return wrapper


def or_zero(fun: Any) -> Any:
    @functools.wraps(fun)
    def wrapper(*args):
        try:
            return fun(*args)
        except ValueError:
            return 0.0

    return wrapper


def with_five(fun: Any) -> Any:
    @functools.wraps(fun)
    def wrapper(a):
        return fun(a, 5.0)

    return wrapper


def asked(fun: Any) -> Any:
    @functools.wraps(fun)
    def wrapper(*args, **kwargs):
        return fun(*args, **kwargs) * kwargs.get("y", 2.0)

    return wrapper


def counted(fun: Any) -> Any:
    @functools.wraps(fun)
    def wrapper(*args):
        return fun(*args) * len(args)

    return wrapper


class Tripled:
    """A wrapper that is an object, called by Python code."""

    def __init__(self, fun: Any) -> None:
        functools.update_wrapper(self, fun)
        self.fun = fun

    def __call__(self, x):
        return 3.0 * self.fun(x)


@functools.lru_cache
def cached(x):
    return x * x


def cubic(x, y=3.0):
    return x * x * y


def rest(x, *xs, a=1.0, **more):
    return x * sum(xs) * a * more["b"]


def two(x, y):
    return x * y


class Model:
    def __init__(self, scale: float) -> None:
        self.scale = scale

    @doubled
    def method(self, x):
        return self.scale * x * x

    @grad
    @doubled
    def slope(self, x):
        return self.scale * x * x


def test_what_a_wrapper_does_is_differentiated() -> None:
    wrapped = doubled(cubic)
    assert grad(wrapped)(3.0) == 36.0
    assert grad(wrapped, argnums=("y", 0))(3.0) == (18.0, 36.0)
    assert grad(wrapped)(y=1.0, x=3.0) == 12.0
    assert jvp(wrapped, (3.0,), (1.0,)) == (54.0, 36.0)
    assert vjp(wrapped, 3.0, 1.0)[1](1.0) == (12.0, 18.0)
    assert hessian(wrapped)(3.0) == grad(grad(wrapped))(3.0) == 12.0
    assert grad(doubled(doubled(cubic)))(3.0) == 72.0
    assert "def cubic_grad(x, y=3.0)" in source(wrapped)


def test_inside_of_a_function() -> None:
    wrapped = doubled(cubic)
    assert grad(lambda x: wrapped(x, y=1.0) * x)(3.0) == 54.0
    assert grad(lambda x: grad(wrapped)(x) * x)(3.0) == 72.0


def test_all_kinds_of_parameters() -> None:
    for factor, fun in ((1.0, rest), (2.0, doubled(rest))):
        found = grad(fun, argnums=("xs", "a"))(2.0, 3.0, 4.0, a=2.0, b=5.0)
        assert found == ((20.0 * factor, 20.0 * factor), 70.0 * factor)


def test_one_decorator_on_two_functions() -> None:
    one, three = doubled(lambda x: x), doubled(lambda x: x * x * x)
    assert (grad(one)(3.0), grad(three)(3.0), grad(one)(3.0)) == (2.0, 54.0, 2.0)


def test_methods() -> None:
    model = Model(5.0)
    assert grad(model.method)(3.0) == 60.0
    assert grad(Model.method, argnums="x")(model, 3.0) == 60.0
    assert model.slope(3.0) == 60.0


def test_wrappers_that_cannot_be_compiled_and_change_nothing_are_left_out() -> None:
    assert grad(timed(cubic))(3.0) == 18.0
    timed_cubic = timed(cubic)
    assert grad(lambda x: timed_cubic(x) * x)(3.0) == 81.0
    assert grad(timed(doubled(cubic)))(3.0) == grad(doubled(timed(cubic)))(3.0) == 36.0
    assert grad(np.errstate(all="ignore")(cubic))(3.0) == 18.0
    assert grad(functools.lru_cache(cubic))(3.0) == 18.0


def test_a_wrapper_that_catches() -> None:
    assert grad(or_zero(two))(3.0, 5.0) == 5.0


def test_objects_that_wrap() -> None:
    tripled = Tripled(lambda x: x * x)
    assert grad(tripled)(2.0) == 12.0
    assert grad(lambda x: tripled(x) * x)(2.0) == 36.0
    assert grad(lambda x: cached(x) * x)(2.0) == 12.0


def test_wrappers_with_parameters_of_their_own() -> None:
    assert grad(with_five(two))(2.0) == grad(with_five(two), argnums="x")(2.0) == 5.0


def multiplier(a: float) -> Any:
    def power(x, n):
        return x if n == 0 else a * power(x, n - 1)

    return power


twice, thrice = multiplier(2.0), multiplier(3.0)


@doubled
def recursive(x, n):
    return x if n == 0 else x * recursive(x, n - 1)


def test_closures_of_one_code() -> None:
    assert grad(lambda x: twice(x, 2) + thrice(x, 2))(1.0) == 13.0
    assert grad(recursive)(2.0, 3) == grad(lambda x: recursive(x, 3))(2.0) == 512.0


@pytest.mark.parametrize("wrapped", [asked(cubic), counted(cubic)])
def test_refused(wrapped: Any) -> None:
    with pytest.raises(UnsupportedSyntaxError):
        grad(wrapped)(3.0, 1.0)
    assert counted(two)(3.0, 1.0) == 6.0
    assert grad(counted(two))(3.0, 1.0) == 2.0
