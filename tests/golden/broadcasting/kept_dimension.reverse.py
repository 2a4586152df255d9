# s2sad: kept_dimension.py:6 f, reverse mode with respect to a, X
# types: a: float64[a.0, 1], X: float64[X.0, X.1]
import numpy as np


def f_grad(a, X, y_bar=1.0):
    # reverse sweep
    # return np.sum(a * X + np.sin(a))
    t = np.sum(np.broadcast_to(y_bar, (a.shape[0], X.shape[1])), axis=1, keepdims=True)
    a_bar = t * np.cos(a)
    a_bar += np.sum(X * y_bar, axis=1, keepdims=True)
    return a_bar, np.broadcast_to(a * y_bar, (a.shape[0], X.shape[1])).copy()
