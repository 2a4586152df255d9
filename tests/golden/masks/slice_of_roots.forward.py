# s2sad: slice_of_roots.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = np.sqrt(x)
    t1 = np.log1p(x)
    y = t * t1
    with np.errstate(all='ignore'):
        y_dot = x_dot * (0.5 * t1 / t + t / (1.0 + x))  # y = np.sqrt(x) * np.log1p(x)
    t1 = y[1:]
    return np.sum(t1 ** 2), np.sum(2 * t1 * y_dot[1:])
