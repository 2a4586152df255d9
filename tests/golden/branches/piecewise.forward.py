# s2sad: piecewise.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    if x < 0.0:
        y = -np.sin(x)
        y_dot = -(np.cos(x) * x_dot)
    elif x < 1.0:
        y = x * x
        y_dot = 2 * (x * x_dot)  # y = x * x
    else:
        t = np.exp(1.0 - x)
        y = 2.0 * x - t
        y_dot = x_dot * (2.0 + t)  # y = 2.0 * x - np.exp(1.0 - x)
    return y * x, x * y_dot + y * x_dot
