"""Calls of other functions: positional, keyword and default arguments, a global constant."""

import numpy as np

RATE = 0.5


def decay(x, rate=2.0, *, offset=0.0):
    return np.exp(-rate * x) + offset


def mix(a, b, weight):
    return weight * a + (1.0 - weight) * b


def f(x, w):
    return mix(decay(x), decay(x, RATE, offset=w), weight=w)


ARGS = (0.6, 0.3)
ARGNUMS = (0, 1)
