"""An argument that the function changes."""

import numpy as np


def f(x):
    x[0] = x[1] * x[2]
    x *= 2.0
    return np.sum(x * x)


ARGS = (np.array([0.5, -0.3, 0.6]),)
