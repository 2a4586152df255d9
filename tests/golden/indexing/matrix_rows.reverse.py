# s2sad: matrix_rows.py:6 f, reverse mode with respect to A
# types: A: float64[A.0, A.1]
import numpy as np


def f_grad(A):
    # reverse sweep
    A_bar = np.zeros_like(A)  # return trace + np.sum(A[0] * A[:, 1])
    A_bar[:, 1] += A[0]
    A_bar[0] += A[:, 1]
    for i in range(A.shape[0] - 1, -1, -1):
        A_bar[i, i] += 2 * A[i, i]  # trace += A[i, i] ** 2
    return A_bar
