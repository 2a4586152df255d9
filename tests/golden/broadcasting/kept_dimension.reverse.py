# s2sad: kept_dimension.py:6 f, reverse mode with respect to a, X
# types: a: float64[a.0, 1], X: float64[X.0, X.1]
import numpy as np


def f_grad(a, X):
    # reverse sweep
    a_bar = X.shape[1] * np.cos(a)  # return np.sum(a * X + np.sin(a))
    a_bar += np.sum(X, axis=1, keepdims=True)
    return a_bar, np.broadcast_to(a, X.shape).copy()
