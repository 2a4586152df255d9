"""A `return` from two loops that needs the whole array: it is copied on this path, and not in every run."""

import numpy as np


def f(x, limit):
    y = np.sin(x)
    for i in range(len(x)):
        for j in range(i):
            y[i] += y[j] * x[i]
            if y[i] > limit:
                return np.sum(y * y)
    return np.sum(y)


ARGS = (np.array([0.5, 1.2, 0.8, 1.1]), 2.0)
