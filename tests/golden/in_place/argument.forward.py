# s2sad: argument.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = x[1]
    t1 = x[2]
    x[0] = t * t1
    x_dot1 = x_dot.copy()
    x_dot1[0] = t1 * x_dot[1] + t * x_dot[2]  # x[0] = x[1] * x[2]
    x *= 2.0
    return np.sum(x * x), np.sum(2 * (x * (2.0 * x_dot1)))
