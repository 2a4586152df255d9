"""A list that grows in a loop, read afterwards."""

import numpy as np


def f(x):
    ys = []
    y = x
    for _ in range(5):
        y = np.sin(y) * x
        ys.append(y)
    s = 0.0
    for y in ys:
        s += y * y
    return s + ys[-1]


ARGS = (0.8,)
