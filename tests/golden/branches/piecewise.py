"""if/elif/else: one of three formulas."""

import numpy as np


def f(x):
    if x < 0.0:
        y = -np.sin(x)
    elif x < 1.0:
        y = x * x
    else:
        y = 2.0 * x - np.exp(1.0 - x)
    return y * x


ARGS = (0.6,)
