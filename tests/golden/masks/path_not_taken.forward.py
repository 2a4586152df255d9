# s2sad: path_not_taken.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = x[0]
    a = np.log(t)
    t_dot = x_dot[0] / t  # a = np.log(x[0])
    if a == -np.inf:
        t = x[1]
        result = t ** 2
        result_dot = 2 * t * x_dot[1]
    else:
        t = x[1]
        result = a * t
        result_dot = t * t_dot + a * x_dot[1]
    return result, result_dot
