"""A loop that reads some elements of what has an infinite derivative in the others."""

import numpy as np


def f(x):
    y = np.sqrt(np.abs(x))
    s = 0.0
    for i in range(len(x)):
        if x[i] > 0:
            s = s + y[i] ** 3
    return s


def twin(x):
    return sum(np.sqrt(v) ** 3 for v in x if v > 0)


ARGS = (np.array([0.4, -0.2, 0.3]),)
TWIN = twin
