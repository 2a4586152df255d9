"""A `return` out of a loop."""

import numpy as np


def f(x):
    y = x
    for i in range(50):
        y = y * 1.3 + np.cos(y)
        if y > 5.0:
            return y * x
    return y


ARGS = (0.4,)
