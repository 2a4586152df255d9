# s2sad: matrix_rows.py:6 f, forward mode with respect to A
# types: A: float64[A.0, A.1]
import numpy as np


def f_jvp(A, A_dot):
    trace = 0.0
    trace_dot = 0.0
    for i in range(A.shape[0]):
        t = A[i, i]
        trace += t ** 2
        trace_dot += 2 * t * A_dot[i, i]  # trace += A[i, i] ** 2
    t = A[0]
    t1 = A[:, 1]
    return trace + np.sum(t * t1), trace_dot + np.sum(t1 * A_dot[0] + t * A_dot[:, 1])
