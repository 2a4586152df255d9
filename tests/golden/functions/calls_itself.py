"""Recursion: one generated frame per level."""

import numpy as np


def power(x, n):
    if n == 0:
        return 1.0
    return x * power(np.sin(x), n - 1)


def f(x):
    return power(x, 4)


ARGS = (0.6,)
