# s2sad: inverse.py:6 f, forward mode with respect to A
# types: A: float64[A.0, A.1]
import numpy as np
from s2sad.runtime.linalg import cofactors


def f_jvp(A, A_dot):
    t = np.linalg.inv(A)
    return np.sum(t * A) + np.linalg.det(A), np.sum(A * (-t @ A_dot @ t) + t * A_dot) + np.sum(cofactors(A) * A_dot, axis=(-2, -1))
