"""A ternary operator, and one in a loop over an array."""

import numpy as np


def f(x):
    total = 0.0
    for v in x:
        total += np.sin(v) if v > 0.0 else v * v
    return total if total > 1.0 else 2.0 * total


ARGS = (np.array([0.5, -0.3, 1.1]),)
