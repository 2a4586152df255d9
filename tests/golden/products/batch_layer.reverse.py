# s2sad: batch_layer.py:6 f, reverse mode with respect to W, b
# types: X: float64[X.0, X.1], W: float64[W.0, W.1], b: float64[b.0]
import numpy as np


def f_grad(X, W, b):
    # forward sweep
    Z = X @ W.T + b
    t = np.tanh(Z)
    # reverse sweep
    t_bar = 2 * t / max(t.size, 1) * (1.0 - t * t)  # return np.mean(np.tanh(Z) ** 2)
    return (X.T @ t_bar).T, np.sum(t_bar, axis=0)
