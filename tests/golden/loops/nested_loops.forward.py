# s2sad: nested_loops.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    y = x
    y_dot = x_dot
    for i in range(4):
        t = y
        t_dot = y_dot
        for _ in range(i):
            t1 = np.sin(t)
            t_dot = x * (np.cos(t) * t_dot) + t1 * x_dot
            t = t1 * x
        y += t
        y_dot += t_dot  # y = y + t
    return y, y_dot
