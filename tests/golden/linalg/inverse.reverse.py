# s2sad: inverse.py:6 f, reverse mode with respect to A
# types: A: float64[A.0, A.1]
import numpy as np
from s2sad.runtime.cofactors import cofactors


def f_grad(A, y_bar=1.0):
    # forward sweep
    t = np.linalg.inv(A)
    # reverse sweep
    A_bar = y_bar * (cofactors(A) + t)  # return np.sum(np.linalg.inv(A) * A) + np.linalg.det(A)
    A_bar += -t.T @ (A * y_bar) @ t.T
    return A_bar
