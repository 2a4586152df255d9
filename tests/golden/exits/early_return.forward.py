# s2sad: early_return.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    if x < 0.0:
        result = x * x
        result_dot = 2 * (x * x_dot)
    else:
        y = np.sin(x)
        t_dot = np.cos(x) * x_dot  # y = np.sin(x)
        if y > 0.5:
            result = y * x
            result_dot = x * t_dot + y * x_dot
        else:
            result = np.exp(y)
            result_dot = result * t_dot
    return result, result_dot
