"""A function defined inside reads the variables around it."""

import numpy as np


def f(x, a):
    def wave(t):
        return a * np.sin(t * x)

    return wave(1.0) + wave(x) * wave(a)


ARGS = (0.6, 1.2)
ARGNUMS = (0, 1)
