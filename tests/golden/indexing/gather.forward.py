# s2sad: gather.py:6 f, forward mode with respect to x
# types: x: float64[x.0], index: int64[index.0]
import numpy as np


def f_jvp(x, index, x_dot):
    y = x[index]
    y_dot = x_dot[index]  # y = x[index]
    t = np.sin(y)
    return np.sum(t * y), np.sum(y_dot * (y * np.cos(y) + t))
