# s2sad: kept_dimension.py:6 f, forward mode with respect to a, X
# types: a: float64[a.0, 1], X: float64[X.0, X.1]
import numpy as np


def f_jvp(a, X, a_dot, X_dot):
    return np.sum(a * X + np.sin(a)), np.sum(X * a_dot + a * X_dot + np.cos(a) * a_dot)
