"""Lambdas as values, handed to a function that calls them."""

import numpy as np


def twice(g, x):
    return g(g(x))


def f(x, a):
    square = lambda t: t * t + a  # noqa: E731 - the form under test
    return twice(square, x) + twice(lambda t: np.sin(a * t), x)


ARGS = (0.6, 1.2)
ARGNUMS = (0, 1)
