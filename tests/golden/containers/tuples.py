"""Tuples built, unpacked, indexed and handed in."""

import numpy as np


def f(point):
    x, y = point
    polar = (np.sqrt(x * x + y * y), np.arctan(y / x))
    r, phi = polar
    return r * phi + polar[0] * point[1]


ARGS = ((0.6, 1.2),)
