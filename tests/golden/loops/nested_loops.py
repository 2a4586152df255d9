"""A loop in a loop; the inner one runs a different number of times each time."""

import numpy as np


def f(x):
    y = x
    for i in range(4):
        t = y
        for _ in range(i):
            t = np.sin(t) * x
        y = y + t
    return y


ARGS = (0.8,)
