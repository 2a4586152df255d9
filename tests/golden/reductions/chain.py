"""An elementwise chain and its sum."""

import numpy as np


def f(x):
    return np.sum(np.sin(x) * np.exp(-x * x))


ARGS = (np.array([0.5, -0.3, 0.6]),)
