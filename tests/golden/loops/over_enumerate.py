"""Elements with their numbers."""

import numpy as np


def f(x):
    s = 1.0
    for i, v in enumerate(x):
        s = s * v + i
    return s


ARGS = (np.array([0.5, -0.3, 1.1]),)
