"""`while True` left by `break` in the middle."""

import numpy as np


def f(x):
    s = 0.0
    term = x
    k = 1
    while True:
        s += term
        if abs(term) < 1e-10:
            break
        term = -term * x * x / ((k + 1) * (k + 2))
        k += 2
    return s * np.exp(x)


ARGS = (0.9,)
