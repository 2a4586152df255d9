"""One scratch buffer, filled again in every step."""

import numpy as np


def f(x):
    buffer = np.zeros_like(x)
    s = 0.0
    for k in range(3):
        buffer[:] = x * (k + 1.0)
        buffer[0] = np.sin(buffer[1])
        s += np.sum(buffer * buffer)
    return s


ARGS = (np.array([0.5, -0.3, 1.1]),)
