# s2sad: inverse.py:6 f, forward mode with respect to A
# types: A: float64[A.0, A.1]
import numpy as np
from s2sad.runtime.cofactors import cofactors


def f_jvp(A, A_dot):
    t = np.linalg.inv(A)
    t1 = np.sum(t * A) + np.linalg.det(A)
    # return np.sum(np.linalg.inv(A) * A) + np.linalg.det(A)
    t_dot = np.sum(A * (-t @ A_dot @ t) + t * A_dot) + np.sum(cofactors(A) * A_dot, axis=(-2, -1))
    return t1, t_dot
