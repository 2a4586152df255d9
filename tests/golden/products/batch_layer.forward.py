# s2sad: batch_layer.py:6 f, forward mode with respect to W, b
# types: X: float64[X.0, X.1], W: float64[W.0, W.1], b: float64[b.0]
import numpy as np


def f_jvp(X, W, b, W_dot, b_dot):
    Z_dot = X @ W_dot.T  # Z = X @ W.T + b
    Z = X @ W.T + b
    Z_dot += b_dot  # Z = X @ W.T + b
    t = np.tanh(Z)
    return np.mean(t ** 2), np.mean(2 * t * ((1.0 - t * t) * Z_dot))
