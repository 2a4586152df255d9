"""Errors of calls that cannot be right are at the place of the function that was called."""

import numpy as np
import pytest

from s2sad import (
    RuleTable,
    S2SADError,
    custom_jvp,
    custom_vjp,
    elementwise_grad,
    grad,
    hessian,
    hvp,
    jacfwd,
    jacrev,
    jvp,
    source,
    vjp,
)

X = np.ones(3)
SQUARED = RuleTable()


@SQUARED.custom(np.sinc)
def sinc_jvp(y, x, x_dot):
    return x_dot**2


def total(x, n=2):
    return np.sum(x**n)


def in_memory_order(x):
    return np.sum(np.reshape(x * 2.0, (4,), order="A"))


def sinc(x):
    return np.sinc(x)


@custom_vjp
def without_vjp(x):
    return x * x


@custom_jvp
def without_jvp(x):
    return x * x


@custom_jvp
def bent(x):
    return x * x


bent.defjvp(lambda primals, tangents: (primals[0] ** 2, tangents[0] ** 2))


CALLS = [
    (total, lambda: grad(total, argnums=7)),
    (total, lambda: grad(total, argnums="q")),
    (total, lambda: grad(total, argnums=1.5)),
    (total, lambda: grad(total, argnums=None)),
    (total, lambda: hessian(total, argnums=True)),
    (total, lambda: source(total, argnums=9)),
    (total, lambda: grad(total)(1)),
    (total, lambda: grad(total)(True)),
    (total, lambda: grad(total)(np.arange(3))),
    (total, lambda: grad(total, argnums=1)(X, 2)),
    (total, lambda: hessian(total)(1)),
    (total, lambda: jacfwd(total)(1)),
    (total, lambda: jacrev(total)(1)),
    (total, lambda: elementwise_grad(total)(1)),
    (total, lambda: hvp(total, (1,), (1.0,))),
    (total, lambda: jvp(total, (X,), (np.ones(2),))),
    (total, lambda: jvp(total, (X,), (X, X))),
    (total, lambda: jvp(total, X, X)),
    (total, lambda: vjp(total, X)[1](np.ones(2))),
    (total, lambda: hvp(total, (X,), (np.ones(2),))),
    (total, grad(total)),
    (total, lambda: grad(total)(X, 2, 3)),
    (total, lambda: grad(total)(X, z=3)),
    (total, hessian(total)),
    (total, lambda: vjp(total)),
    (in_memory_order, lambda: grad(in_memory_order)(np.ones((2, 2)))),
    (without_vjp.fun, lambda: grad(without_vjp)(1.0)),
    (without_jvp.fun, lambda: grad(without_jvp)(1.0)),
    (bent.fun, lambda: grad(bent)(1.0)),
    (sinc, lambda: grad(sinc, rules=SQUARED)(1.0)),
]


@pytest.mark.parametrize(("function", "call"), CALLS, ids=range(len(CALLS)))
def test_bad_calls_are_located(function, call):
    with pytest.raises(S2SADError) as raised:
        call()
    error = raised.value
    assert error.filename == __file__
    assert 0 <= error.lineno - function.__code__.co_firstlineno <= 2
    assert error.excerpt.count("\n") == 2
    assert " at 0x" not in str(error)


def test_what_is_missing_is_named():
    with pytest.raises(S2SADError, match="`x` holds int"):
        hessian(total)(1)
