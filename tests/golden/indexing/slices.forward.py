# s2sad: slices.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    d = x[1:] - x[:-1]
    d_dot = x_dot[1:] - x_dot[:-1]  # d = x[1:] - x[:-1]
    t = x[::2]
    t1 = np.sum(d * d) + np.sum(t ** 3) + x[-1]
    # return np.sum(d * d) + np.sum(x[::2] ** 3) + x[-1]
    t_dot = np.sum(2 * (d * d_dot)) + np.sum(3 * t ** 2 * x_dot[::2]) + x_dot[-1]
    return t1, t_dot
