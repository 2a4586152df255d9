# s2sad: pairs.py:6 f, reverse mode with respect to x, y, c
# types: x: float64[x.0], y: float64[y.0], c: float
import numpy as np


def f_grad(x, y, c):
    # forward sweep
    d = x[:, None] - y[None, :]
    t = -c
    t1 = t * d
    t2 = np.exp(t1 * d)
    # reverse sweep
    t_bar = d * t2  # return np.sum(np.exp(-c * d * d))
    d_bar = t1 * t2
    d_bar += t * t_bar
    y_bar = np.zeros_like(y)  # d = x[:, None] - y[None, :]
    y_bar[None, :] -= np.sum(d_bar, axis=0, keepdims=True)
    x_bar = np.zeros_like(x)
    x_bar[:, None] += np.sum(d_bar, axis=1, keepdims=True)
    return x_bar, y_bar, -np.sum(d * t_bar)
