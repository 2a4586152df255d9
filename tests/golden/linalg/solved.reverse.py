# s2sad: solved.py:6 f, reverse mode with respect to A, b
# types: A: float64[A.0, A.1], b: float64[b.0]
import numpy as np
from s2sad.runtime.shaping import match


def f_grad(A, b):
    # forward sweep
    x = np.linalg.solve(A, b)
    # reverse sweep
    x_bar = 2 * x  # return x @ x
    b_bar = np.linalg.solve(A.T, x_bar)  # x = np.linalg.solve(A, b)
    return -np.outer(b_bar, x), match(b_bar, b)
