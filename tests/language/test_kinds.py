"""Kinds stay what they are: a float a float, an array without axes an array, float32 float32."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp, vjp
from s2sad.errors import UnsupportedSyntaxError
from s2sad.testing import check_grads


def square(x: Any) -> Any:
    return x * x


def sine(x: Any) -> Any:
    return math.sin(x) * x


def test_a_float_stays_a_float() -> None:
    for function in (square, sine):
        out, pullback = vjp(function, 0.7)
        dot = jvp(function, (0.7,), (1.0,))[1]
        second = grad(grad(function))(0.7)
        assert [type(v) for v in (out, pullback(1.0)[0], dot, grad(function)(0.7), second)] == [float] * 5


def test_an_array_without_axes_stays_an_array() -> None:
    x = np.array(0.7)
    for function in (lambda x: np.positive(x, out=np.empty_like(x)), lambda x: np.array(x * x), lambda x: x.copy()):
        out, pullback = vjp(function, x)
        value, dot = jvp(function, (x,), (np.array(1.0),))
        (bar,) = pullback(np.array(1.0))
        assert [type(v) for v in (out, value, dot, bar)] == [np.ndarray] * 4
        assert [v.shape for v in (out, value, dot, bar)] == [()] * 4


def test_float32_stays_float32() -> None:
    for x in (np.float32(0.7), np.array([0.7, 0.2], np.float32)):
        out, pullback = vjp(square, x)
        dot = jvp(square, (x,), (np.ones_like(x),))[1]
        assert [np.asarray(v).dtype for v in (out, dot, pullback(np.ones_like(x))[0])] == [np.float32] * 3


def of_a_choice(x, a):
    w = np.full(3, 1 if a > 0 else 0.5)
    w[0] = x[0]
    return np.sum(w) * a


def of_a_power(x, a):
    s = 0.0
    for k in range(2):
        w = np.arange(3) * 2**k
        w[1:][0] = x[0]
        s += np.sum(w * x) * a
    return s


def of_a_maximum(x, a):
    w = np.array([max(0, -a)] * 3)
    w[0] = x[0]
    return np.sum(w) * a


@pytest.mark.parametrize("function", [of_a_choice, of_a_power, of_a_maximum])
def test_a_float_is_not_stored_into_integers_of_which_only_the_run_knows(function: Any) -> None:
    x = np.array([0.3, -0.8, 1.1])
    for derivative in (lambda: grad(function)(x, 0.7), lambda: jvp(function, (x, 0.7), (x, 1.0))):
        with pytest.raises(UnsupportedSyntaxError, match=r"x\[0\].*cuts it off: known only at run time"):
            derivative()


@pytest.mark.parametrize("function", [of_a_choice, of_a_maximum])
def test_a_float_is_stored_where_the_run_has_floats(function: Any) -> None:
    check_grads(function, (np.array([0.3, -0.8, 1.1]), -0.7), order=2)
