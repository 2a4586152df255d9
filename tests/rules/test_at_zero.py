"""Second derivatives where a function has a subgradient: all compositions of the modes agree with the table in docs."""

import math

import numpy as np
import pytest

from s2sad import jacfwd, jacrev

ZEROS = np.zeros(2)
ORDERS = ((jacfwd, jacfwd), (jacfwd, jacrev), (jacrev, jacfwd), (jacrev, jacrev))
FUNCTIONS = {
    "norm": (np.linalg.norm, ZEROS),
    "norm, squared": (lambda x: np.linalg.norm(x) ** 2, ZEROS),
    "norm, order 3": (lambda x: np.linalg.norm(x, 3), ZEROS),
    "norm of a matrix": (np.linalg.norm, np.zeros((2, 2))),
    "norms of rows": (lambda x: np.linalg.norm(x, axis=1)[0], np.array([[0.0, 0.0], [3.0, 4.0]])),
    "std": (np.std, np.ones(3)),
    "std of columns": (lambda x: np.sum(np.std(x, axis=0, ddof=1)), np.ones((3, 2))),
    "std, masked": (lambda x: np.std(x, where=np.array([True, True, False])), np.array([1.0, 1.0, 5.0])),
    "nanstd": (np.nanstd, np.ones(3)),
    "hypot": (lambda x: np.hypot(x[0], x[1]), ZEROS),
    "hypot of arrays": (lambda x: np.sum(np.hypot(x, 0.0 * x)), ZEROS),
    "hypot of floats": (lambda x: math.hypot(x, 0.0), 0.0),
    "dist": (lambda x: math.dist(x, [0.0, 0.0]), ZEROS),
    "arctan2": (lambda x: np.arctan2(x[0], x[1]), ZEROS),
    "atan2 of floats": (lambda x: math.atan2(x, 0.0), 0.0),
    "abs": (np.abs, 0.0),
    "abs of a complex number": (lambda x: np.abs(x[0] + 1j * x[1]), ZEROS),
    "angle": (lambda x: np.angle(x[0] + 1j * x[1]), ZEROS),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_derivatives_at_zero(name):
    function, x = FUNCTIONS[name]
    assert not np.any(jacrev(function)(x))
    for outer, inner in ORDERS:
        assert not np.any(outer(inner(function))(x))


def test_a_nan_stays():
    x = np.array([np.nan, 1.0])
    for function in (np.std, np.linalg.norm, lambda x: np.hypot(x[0], x[1])):
        assert np.isnan(jacrev(function)(x)).any()


def test_the_logarithm_of_a_distribution_function_that_is_one():
    special = pytest.importorskip("scipy.special")
    assert jacfwd(jacrev(lambda x: special.log_ndtr(x)))(40.0) == 0.0  # noqa: PLW0108 - the source of a lambda is found
