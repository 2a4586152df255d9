# s2sad: pairs.py:6 f, forward mode with respect to x, y, c
# types: x: float64[x.0], y: float64[y.0], c: float
import numpy as np


def f_jvp(x, y, c, x_dot, y_dot, c_dot):
    d = x[:, None] - y[None, :]
    d_dot = x_dot[:, None] - y_dot[None, :]  # d = x[:, None] - y[None, :]
    t = -c
    t1 = t * d
    t_dot = d * -c_dot  # return np.sum(np.exp(-c * d * d))
    t_dot = d * (t_dot + t * d_dot)
    t = np.exp(t1 * d)
    return np.sum(t), np.sum(t * (t_dot + t1 * d_dot))
