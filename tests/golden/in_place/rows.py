"""Writes to rows of a matrix, which are views: the adjoint is written to where it is."""

import numpy as np


def f(m):
    a = np.sin(m)
    for i in range(1, len(a)):
        row = a[i]
        row[1:] += a[i - 1, :-1] * m[i, 0]
        row[0] = row[1] ** 2
    return np.sum(a * m)


ARGS = (np.array([[0.5, -0.3, 0.6], [0.2, 0.7, -0.4], [0.9, 0.1, 0.8]]),)
