"""An array that is needed for the derivative after it has been overwritten."""

import numpy as np


def f(x):
    y = x * x
    for _ in range(3):
        s = np.sum(np.sin(y))
        y[1:] += s * y[:-1]
    return np.sum(y)


ARGS = (np.array([0.5, -0.3, 0.6]),)
