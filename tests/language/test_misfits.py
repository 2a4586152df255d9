"""Programs that Python refuses with a TypeError are refused when they are compiled, with their place."""

import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.errors import DifferentiationTypeError
from s2sad.testing import check_grads


@pytest.mark.parametrize(
    "fun",
    [
        lambda x: x[0],
        lambda x: x + "a",
        lambda x: x + (1.0,),  # noqa: RUF005 - it is what is refused
        lambda x: x * None,
        lambda x: x + {"a": 1},
        lambda x: sum([x] * x),
        lambda x: ([x] + (x,))[0],
        lambda x: len(x) * x,
        lambda x: sum(v for v in x),
        lambda x: -[x],
        lambda x: x @ x,
    ],
)
def test_operators_without_a_meaning(fun):
    with pytest.raises(TypeError):
        fun(1.0)
    with pytest.raises(DifferentiationTypeError, match="test_misfits"):
        grad(fun)(1.0)


def test_an_element_of_an_element_of_a_vector():
    with pytest.raises(DifferentiationTypeError, match="element"):
        grad(lambda x: x[0][0])(np.ones(2))


def test_text_is_still_formatted():
    assert grad(lambda x: x * len("%.2f" % x) * len("ab" * 2))(1.0) == 16.0  # noqa: UP031 - it is what is tested


@pytest.mark.parametrize("x", [3, np.array([1, 2])])
def test_a_tangent_of_integers(x):
    with pytest.raises(DifferentiationTypeError, match="float"):
        jvp(lambda x: x * x, (x,), (x,))


@pytest.mark.parametrize("fun", [lambda x: max((x, 1.0), (2.0, x))[1], lambda x: min([(x, x * x), (2 * x, x)])[1]])
def test_extrema_of_tuples_compare_element_by_element(fun):
    check_grads(fun, (3.0,), order=2)
