"""A `return` before the end, in a branch."""

import numpy as np


def f(x):
    if x < 0.0:
        return x * x
    y = np.sin(x)
    if y > 0.5:
        return y * x
    return np.exp(y)


ARGS = (0.9,)
