"""Elements written over under a condition by what may be infinite: only they are kept, and no array."""

import numpy as np


def f(x):
    total = 0.0
    for i in range(len(x)):
        if x[i] > 0.0:
            x[i] = np.log(x[i])
            total += x[0] * x[i]
    return total


def twin(x):
    x = x.copy()
    total = 0.0
    for i in range(len(x)):
        if x[i].real > 0.0:
            x[i] = np.log(x[i])
            total += x[0] * x[i]
    return total


ARGS = (np.array([0.5, 0.3, -0.1, 1.6]),)
TWIN = twin
