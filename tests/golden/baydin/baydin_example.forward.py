# s2sad: baydin_example.py:6 f, forward mode with respect to x1, x2
# types: x1: float, x2: float
import numpy as np


def f_jvp(x1, x2, x1_dot, x2_dot):
    t = np.log(x1) + x1 * x2 - np.sin(x2)
    # return np.log(x1) + x1 * x2 - np.sin(x2)
    t_dot = x1_dot * (np.divide(1.0, x1) + x2) + x2_dot * (x1 - np.cos(x2))
    return t, t_dot
