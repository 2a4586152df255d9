# s2sad: elimination.py:6 f, forward mode with respect to matrix
# types: matrix: float64[matrix.0, matrix.1]
import numpy as np


def f_jvp(matrix, matrix_dot):
    a = matrix.copy()
    a_dot = matrix_dot.copy()  # a = matrix.copy()
    n = a.shape[0]
    for k in range(n - 1):
        t = range(k + 1, n)
        for i in t:
            t1 = a[k, k]
            t2 = a[i, k] / t1
            a[i, k] = t2
            a_dot[i, k] = (a_dot[i, k] - t2 * a_dot[k, k]) / t1  # a[i, k] /= a[k, k]
            for j in t:
                t1 = a[i, k]
                t2 = a[k, j]
                a[i, j] -= t1 * t2
                a_dot[i, j] -= t2 * a_dot[i, k] + t1 * a_dot[k, j]  # a[i, j] -= a[i, k] * a[k, j]
    return np.sum(a * a), np.sum(2 * (a * a_dot))
