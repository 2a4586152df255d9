# ruff: noqa: PLW0108 - lambdas are what is differentiated
"""Rules that come with a derivative taken inside a function, and functions as arguments of `custom_vjp`."""

import functools
import sys
from typing import Any

import numpy as np
import pytest

from s2sad import RULES, RuleTable, custom_jvp, custom_vjp, grad, hessian, hvp, jacobian, jvp, vjp
from s2sad.errors import UnsupportedCallError

SINC, SINE = RuleTable(), RuleTable()


@SINC.elementwise(np.sinc)
def sinc_partials(y, x):
    return 7.0 * x


@SINE.elementwise(np.sin)
def sine_partials(y, x):
    return 7.0 * x


slope = grad(lambda y: np.sin(y), rules=SINE)
curvature = hessian(lambda y: np.sin(y), rules=SINE)


def sine(y):
    return np.sin(y)


@pytest.mark.parametrize(
    "fun",
    [
        lambda x: grad(sine, rules=SINE)(x),
        lambda x: slope(x),
        lambda x: jvp(sine, (x,), (1.0,), rules=SINE)[1],
        lambda x: vjp(sine, x, rules=SINE)[1](1.0)[0],
        lambda x: jacobian(sine, rules=SINE)(x),
        lambda x: curvature(x) * x,
        lambda x: hvp(sine, (x,), (x,), rules=SINE)[0],
    ],
)
def test_the_inner_derivative_uses_its_rules(fun: Any) -> None:
    assert grad(fun)(0.3) == pytest.approx(7.0)
    assert grad(lambda x: np.sin(fun(x)))(0.3) == pytest.approx(7.0 * np.cos(2.1))  # the outer one does not


def test_a_primitive_that_only_the_inner_table_has() -> None:
    assert grad(lambda x: grad(lambda y: np.sinc(y), rules=SINC)(x))(0.3) == 7.0


def test_another_table_is_noticed(monkeypatch) -> None:
    outer = grad(lambda x: slope(x))
    assert outer(0.3) == 7.0
    monkeypatch.setattr(sys.modules[__name__], "slope", grad(sine))
    assert outer(0.3) == pytest.approx(-np.sin(0.3))
    table = RuleTable()
    changing = grad(lambda x: grad(sine, rules=table)(x))
    for factor in (2.0, 3.0):
        table.elementwise(np.sin)(_partials(factor))
        assert changing(0.3) == factor


def _partials(factor: float) -> Any:
    def two(y, x):
        return 2.0 * x

    def three(y, x):
        return 3.0 * x

    return two if factor == 2.0 else three


@functools.partial(custom_vjp, nondiff_argnums=(0,))
def apply(f, x):
    return f(x)


apply.defvjp(lambda f, x: (f(x), x), lambda f, x, y_bar: (5.0 * y_bar * f(1.0),))


@functools.partial(custom_jvp, nondiff_argnums=(0,))
def applied(f, x):
    return f(x)


applied.defjvp(lambda f, primals, tangents: (f(*primals), 7.0 * tangents[0]))


def cube(y):
    return y**3


def with_inner(x):
    n = 3

    def inner(y, k=2):
        return k * y**n

    return apply(inner, x) * x


def test_functions_in_nondiff_argnums() -> None:
    assert grad(lambda x: apply(lambda y: y**3, x))(2.0) == 5.0
    assert grad(lambda x: apply(lambda y: 2 * y**3, x) + apply(lambda y: y**3, x))(2.0) == 15.0
    assert grad(lambda x: apply(cube, x))(2.0) == grad(apply, argnums=1)(cube, 2.0) == 5.0
    assert grad(lambda x: applied(lambda y: y**3, x))(2.0) == 7.0
    assert grad(with_inner)(2.0) == 36.0
    assert jvp(with_inner, (2.0,), (1.0,)) == (32.0, 36.0)
    with pytest.raises(UnsupportedCallError, match="reads `x`"):
        grad(lambda x: apply(lambda y: y * x, 1.0))(2.0)


def test_own_rules_above_the_public_table():
    mine = RuleTable()

    @mine.elementwise(np.sinc)
    def sinc_partials(y, x):
        return 7.0

    for rules in (mine, RULES | mine):
        assert grad(lambda x: np.sinc(x), rules=rules)(0.5) == 7.0
