# s2sad: calls_itself.py:12 f, forward mode with respect to x
# types: x: float
import numpy as np


def power_1_jvp(x, n, x_dot):
    if n == 0:
        result = 1.0
        result_dot = 0.0
    else:
        t = power_1_jvp(np.sin(x), n - 1, np.cos(x) * x_dot)
        t1 = t[0]
        result = x * t1
        result_dot = t1 * x_dot + x * t[1]
    return result, result_dot


def power_jvp(x, n, x_dot):
    if n == 0:
        result = 1.0
        result_dot = 0.0
    else:
        t = power_1_jvp(np.sin(x), n - 1, np.cos(x) * x_dot)
        t1 = t[0]
        result = x * t1
        result_dot = t1 * x_dot + x * t[1]
    return result, result_dot


def f_jvp(x, x_dot):
    t = power_jvp(x, 4, x_dot)
    return t[0], t[1]
