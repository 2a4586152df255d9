# s2sad: overwritten.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    y = x * x
    y_dot = 2 * (x * x_dot)  # y = x * x
    for _ in range(3):
        s = np.sum(np.sin(y))
        s_dot = np.sum(np.cos(y) * y_dot)  # s = np.sum(np.sin(y))
        y1 = y[1:]
        t = y[:-1]
        t_dot = t * s_dot  # y[1:] += s * y[:-1]
        y1 += s * t
        y_dot[1:] += t_dot + s * y_dot[:-1]  # y[1:] += s * y[:-1]
    return np.sum(y), np.sum(y_dot)
