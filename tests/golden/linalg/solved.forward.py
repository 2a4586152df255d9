# s2sad: solved.py:6 f, forward mode with respect to A, b
# types: A: float64[A.0, A.1], b: float64[b.0]
import numpy as np


def f_jvp(A, b, A_dot, b_dot):
    x = np.linalg.solve(A, b)
    t = np.linalg.solve(A, b_dot - A_dot @ x)  # x = np.linalg.solve(A, b)
    return x @ x, t @ x + x @ t
