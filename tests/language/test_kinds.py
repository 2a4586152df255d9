"""Kinds stay what they are: a float a float, an array without axes an array, float32 float32."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad import grad, jvp, vjp


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
