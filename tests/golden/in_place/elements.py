"""Elements written one by one, each from the one before."""

import numpy as np


def f(x):
    y = np.zeros_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = np.sin(y[i - 1]) + x[i] * y[i - 1]
    return np.sum(y)


ARGS = (np.array([0.5, -0.3, 1.1, 0.4]),)
