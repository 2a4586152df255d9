"""A write through a view is seen in the whole array, and the other way round."""

import numpy as np


def f(x):
    y = x * 2.0
    head = y[:2]
    alias = y
    head[0] = x[1] * x[2]
    alias[1] = np.sin(y[0])
    return np.sum(y * y) + head[1] * head[0]


ARGS = (np.array([0.5, -0.3, 0.6]),)
