# s2sad: elements.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    y = np.zeros_like(x)
    y[0] = x[0]
    y_dot = np.zeros_like(x)  # y[0] = x[0]
    y_dot[0] = x_dot[0]
    for i in range(1, len(x)):
        t = y[i - 1]
        t1 = x[i]
        y[i] = np.sin(t) + t1 * t
        # y[i] = np.sin(y[i - 1]) + x[i] * y[i - 1]
        y_dot[i] = y_dot[i - 1] * (np.cos(t) + t1) + t * x_dot[i]
    return np.sum(y), np.sum(y_dot)
