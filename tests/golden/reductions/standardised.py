"""Mean and variance of the columns; `np.var` is real only, so the reference is a twin."""

import numpy as np


def f(x):
    z = (x - x.mean(axis=0)) / np.sqrt(np.var(x, axis=0) + 0.1)
    return np.sum(z**3)


def twin(x):
    d = x - x.mean(axis=0)
    z = d / np.sqrt(np.mean(d * d, axis=0) + 0.1)
    return np.sum(z**3)


ARGS = (np.array([[0.5, -0.3], [1.0, 0.2], [0.1, 0.9]]),)
TWIN = twin
