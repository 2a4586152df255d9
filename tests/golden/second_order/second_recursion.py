"""The second derivative of the recursion."""

import numpy as np


def f(x):
    z = 0.0
    for _ in range(20):
        z = np.sin(x * z) + x
    return z


ARGS = (0.7,)
ORDER = 2
