"""The derivative of the derivative of an expression."""

import numpy as np


def f(x):
    return np.sin(x) * np.exp(-x * x)


ARGS = (0.7,)
ORDER = 2
