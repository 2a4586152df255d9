"""Two arrays at once."""

import numpy as np


def f(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s += a * np.sin(b) * s + a
    return s


ARGS = (np.array([0.5, -0.3, 1.1]), np.array([0.2, 0.9, -0.7]))
ARGNUMS = (0, 1)
