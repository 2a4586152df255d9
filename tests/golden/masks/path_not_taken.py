"""A value with an infinite derivative that the path taken does not use."""

import numpy as np


def f(x):
    a = np.log(x[0])
    if a == -np.inf:
        return x[1] ** 2
    return a * x[1]


def twin(x):
    return x[1] ** 2 if x[0] == 0 else np.log(x[0]) * x[1]


ARGS = (np.array([0.4, 0.3]),)
TWIN = twin
