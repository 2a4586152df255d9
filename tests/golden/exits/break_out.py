"""The first `break` of a `for`."""

import numpy as np


def f(x):
    y = x
    for i in range(30):
        y = y + np.sin(x * i)
        if y > 2.0:
            break
        y = y * 1.1
    return y * y


ARGS = (0.6,)
