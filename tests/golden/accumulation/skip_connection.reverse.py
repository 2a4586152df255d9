# s2sad: skip_connection.py:6 f, reverse mode with respect to V, W, p
# types: V: float64[V.0, V.1], W: float64[W.0, W.1], p: float64[p.0]
import numpy as np


def f_grad(V, W, p):
    # forward sweep
    b = np.tanh(p)
    t = V @ b
    t1 = np.sin(t)
    t2 = np.tanh(W @ b)
    r = t1 * t2 + b
    # reverse sweep
    b_bar = 2 * r  # return np.sum(r**2)
    t_bar = t2 * b_bar  # r = np.sin(V @ b) * np.tanh(W @ b) + b
    t_bar1 = t1 * b_bar * (1.0 - t2 * t2)
    b_bar += W.T @ t_bar1
    t_bar = t_bar * np.cos(t)
    b_bar += V.T @ t_bar
    return t_bar[:, None] * b, t_bar1[:, None] * b, b_bar * (1.0 - b * b)
