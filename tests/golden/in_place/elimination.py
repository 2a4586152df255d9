"""LU without pivoting, in place: the adjoint needs the factors and the pivots only."""

import numpy as np


def f(matrix):
    a = matrix.copy()
    n = a.shape[0]
    for k in range(n - 1):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return np.sum(a * a)


ARGS = (np.array([[4.0, 0.3, -0.2], [0.5, 3.0, 0.7], [-0.4, 0.2, 5.0]]),)
