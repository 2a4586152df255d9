"""Augmented assignments and tuple assignment rebind the same names."""

import numpy as np


def f(x):
    y = z = x
    y *= 2.0
    z -= np.cos(y)
    y /= z
    y, z = z, y
    z **= 2
    return y - z


ARGS = (0.9,)
