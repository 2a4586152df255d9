"""z <- sin(x z) + x: the text that DESIGN.md shows."""

import numpy as np


def func(x):
    z = 0.0
    for _ in range(20):
        z = np.sin(x * z) + x
    return z


f = func
ARGS = (0.7,)
