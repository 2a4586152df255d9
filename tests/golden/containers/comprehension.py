"""A list comprehension, and a list that is indexed."""

import numpy as np


def f(x):
    ys = [np.sin(v) * v for v in x]
    return ys[0] * ys[2] + ys[1]


ARGS = (np.array([0.5, -0.3, 1.1]),)
