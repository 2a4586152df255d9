# s2sad: inverse.py:6 f, reverse mode with respect to A
# types: A: float64[A.0, A.1]
import numpy as np
from s2sad.runtime.cofactors import cofactors


def f_grad(A):
    # forward sweep
    t = np.linalg.inv(A)
    # reverse sweep
    A_bar = cofactors(A)  # return np.sum(np.linalg.inv(A) * A) + np.linalg.det(A)
    A_bar += t
    A_bar += -t.T @ A @ t.T
    return A_bar
