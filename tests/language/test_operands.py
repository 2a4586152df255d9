"""Operands that are lists, and what numbers of Python do not have."""

import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.errors import ArgumentError, UnsupportedSyntaxError
from s2sad.testing import check_grads

X = np.array([0.3, -0.7, 1.2])


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.sum(x**2 * [1, 2, 3]),
        lambda x: np.sum((x**3 + [1, 2, 3]) ** 2) + (x**2) @ [1, 2, 3],
        lambda x: np.sum(np.multiply(x**2, (1, 2, 3))),
        lambda x: np.sum([[1, 2, 3], [4, 5, 6]] * x**2),
        lambda x: np.sum(np.where([True, False, True], x**2, x)),
        lambda x: np.sum(np.maximum(x**2, [0, 1, 2])),
        lambda x: np.sum(np.clip(x**2, [0, 0, 1], [1, 1, 2])),
        lambda x: np.sum([1, 2, 3] @ x**2),
    ],
)
def test_lists_of_integers_beside_arrays(function):
    check_grads(function, (X,), order=2)


def test_a_list_beside_what_may_be_an_array_is_refused():
    with pytest.raises(UnsupportedSyntaxError, match="whether it is an array"):
        grad(lambda x: np.sum(np.kron([1, 2], x) * [1, 2, 3, 4, 5, 6]))(X)


def test_a_float_has_no_attributes_of_arrays():
    def by_shape(x):
        return np.sum(x) * (2 if hasattr(x, "shape") else 3)

    assert grad(by_shape)(0.5) == 3.0
    assert grad(by_shape)(np.float64(0.5)) == 2.0
    assert grad(lambda x: np.sum(x) * getattr(x, "ndim", 9))(0.5) == 9.0
    with pytest.raises(UnsupportedSyntaxError, match="`ndim` is read of what is a float"):
        grad(lambda x: x * x.ndim)(0.5)


def test_sizes_that_do_not_fit_a_constant():
    for function in (lambda a: np.sum(a @ np.ones(4)), lambda a: np.sum(a + np.ones(4)), lambda a: np.sum(a * [1, 2])):
        with pytest.raises(ArgumentError, match="cannot be combined"):
            grad(function)(X)


def test_tangents_are_not_the_ones_that_were_given():
    given = np.ones(3)
    assert jvp(lambda x: x, (X,), (given,))[1] is not given
