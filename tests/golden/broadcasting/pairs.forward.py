# s2sad: pairs.py:6 f, forward mode with respect to x, y, c
# types: x: float64[x.0], y: float64[y.0], c: float
import numpy as np


def f_jvp(x, y, c, x_dot, y_dot, c_dot):
    d = x[:, None] - y[None, :]
    d_dot = x_dot[:, None] - y_dot[None, :]  # d = x[:, None] - y[None, :]
    t = -c
    t1 = t * d
    t2 = np.exp(t1 * d)
    return np.sum(t2), np.sum(t2 * (d * (t * d_dot - c_dot * d) + t1 * d_dot))
