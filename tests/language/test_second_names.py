"""What a function writes to has no second name outside: that is known at the call."""

from __future__ import annotations

import collections
from typing import Any

import numpy as np
import pytest

import s2sad
from s2sad.errors import AliasingError

X = np.array([1.0, 2.0])


def written(x: Any, buffer: Any) -> Any:
    buffer[0] = x[1]
    return x[0] * x[1]


def test_argument_that_is_outside() -> None:
    buffer = X.copy()

    def f(x: Any) -> Any:
        return written(x, buffer)

    derivative = s2sad.grad(f)
    np.testing.assert_array_equal(derivative(X.copy()), [2.0, 1.0])
    with pytest.raises(AliasingError, match="`buffer` is written in place, and is the same memory as `x`") as caught:
        derivative(buffer)
    assert caught.value.excerpt
    assert caught.value.hint


def test_default_that_is_outside() -> None:
    buffer = X.copy()

    def f(x: Any, b: Any = buffer) -> Any:
        b[0] = x[1]
        return buffer[0] * x[1]

    with pytest.raises(AliasingError, match="`b` is written in place, and is the same memory as `buffer`"):
        s2sad.grad(f)(X)


def test_names_that_become_two_and_one_again() -> None:
    """That two names are one object is no more than what is so at this call."""
    first, second = np.zeros(2), np.zeros(2)

    def f(x: Any) -> Any:
        first[0] = x[0] * x[1]
        return second[0] * x[1] + x[0]

    derivative = s2sad.grad(f)
    np.testing.assert_array_equal(derivative(X), [1.0, 0.0])
    kept, second = second, first
    np.testing.assert_array_equal(s2sad.grad(f)(X), [5.0, 4.0])
    second = kept
    np.testing.assert_array_equal(derivative(X), [1.0, 0.0])


def test_deque_beside_a_written_array() -> None:
    held = collections.deque([np.zeros(2)])

    def f(x: Any, buffer: Any) -> Any:
        buffer[0] = x[0] * 3.0
        return buffer[0] * x[1] + held[0] @ x

    np.testing.assert_array_equal(s2sad.grad(f)(X, np.zeros(2)), [6.0, 3.0])
    with pytest.raises(AliasingError, match=r"same memory as `held\[0\]`"):
        s2sad.grad(f)(X, held[0])
