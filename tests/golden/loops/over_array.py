"""The elements of an array, by Horner's rule."""

import numpy as np


def f(a, x):
    y = 0.0
    for c in a:
        y = y * x + c
    return y


ARGS = (np.array([1.0, -0.5, 2.0, 0.3]), 0.7)
ARGNUMS = (0, 1)
