"""A `while` with a counter and a compound condition."""

import numpy as np


def f(x):
    n = 0
    y = x
    while n < 20 and y < 10.0:
        y = y * np.exp(x)
        n += 1
    return np.log(y) * x


ARGS = (0.6,)
