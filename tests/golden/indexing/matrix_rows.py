"""Rows, columns and elements of a matrix."""

import numpy as np


def f(A):
    trace = 0.0
    for i in range(A.shape[0]):
        trace += A[i, i] ** 2
    return trace + np.sum(A[0] * A[:, 1])


ARGS = (np.array([[0.5, -0.3, 1.1], [0.4, 0.9, -0.2], [0.7, 0.1, 0.6]]),)
