"""Calls that NumPy refuses for what it finds at run time: so does what is generated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp

X = np.array([0.3, 0.8, 1.1, 0.6])


def copied_complex(x):
    y = x * 2.0
    np.copyto(y, x * 1j)
    return np.sum(y)


def filled_with_an_array(x):
    y = x * 2.0
    y.fill(x)
    return np.sum(y)


def sorted_without_an_axis(x):
    y = x * 2.0
    y.sort(axis=None)
    return np.sum(y)


def partitioned_without_an_axis(x):
    y = x * 2.0
    y.partition(1, axis=None)
    return np.sum(y)


def diagonal_of_a_vector(x):
    y = x * 2.0
    np.fill_diagonal(y, 1.0)
    return np.sum(y)


def diagonal_of_unequal_axes(x):
    y = np.ones((2, 3, 2)) * x[0]
    np.fill_diagonal(y, 1.0)
    return np.sum(y)


def placed_by_a_short_mask(x):
    y = x * 2.0
    np.place(y, [True, False], [x[0]])
    return np.sum(y)


def placed_from_nothing(x):
    y = x * 2.0
    np.place(y, x > 0.0, [])
    return np.sum(y)


def masked_by_a_short_mask(x):
    y = x * 2.0
    np.putmask(y, [True], 1.0)
    return np.sum(y)


def put_outside(x):
    y = x * 2.0
    y.put([7], x)
    return np.sum(y)


def taken_along_a_list(x):
    return np.sum(np.take_along_axis(x, [0], 0))


def taken_with_fewer_axes(x):
    return np.sum(np.take_along_axis(np.outer(x, x), np.array([0]), 0))


RAISING = [
    *(copied_complex, filled_with_an_array, sorted_without_an_axis, partitioned_without_an_axis),
    *(diagonal_of_a_vector, diagonal_of_unequal_axes, placed_by_a_short_mask, placed_from_nothing),
    *(masked_by_a_short_mask, put_outside, taken_along_a_list, taken_with_fewer_axes),
]


@pytest.mark.parametrize("function", RAISING)
def test_raises_as_numpy_does(function: Callable[..., Any]) -> None:
    with pytest.raises((TypeError, ValueError, IndexError, AttributeError)) as plain:
        function(X)
    with pytest.raises(plain.type):
        grad(function)(X)
    with pytest.raises(plain.type):
        jvp(function, (X,), (X,))
