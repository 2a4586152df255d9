# s2sad: clipped.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = np.maximum(x, 0.1)
    share = 1.0 - 0.5 * (x == 0.1)  # y = np.maximum(x, 0.1) ** 2
    y = t ** 2
    with np.errstate(all='ignore'):
        y_dot = np.where(x >= 0.1, 2 * t * (share * x_dot), 0.0)  # y = np.maximum(x, 0.1) ** 2
    t = x > 1.0
    y[t] = 1.0
    y_dot[t] = 0.0  # y[x > 1.0] = 1.0
    t = np.clip(x, -0.5, 0.5)
    inside = np.logical_and(x >= -0.5, x <= 0.5)  # return np.sum(y * np.clip(x, -0.5, 0.5))
    share = 1.0 - 0.5 * (x == -0.5)
    bounds_share = 1.0 - 0.5 * (np.maximum(x, -0.5) == 0.5)
    t_dot = np.sum(t * y_dot + y * np.where(inside, share * bounds_share * x_dot, 0.0))
    return np.sum(y * t), t_dot
