# s2sad: branch_in_loop.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    y = x
    y_dot = x_dot
    for i in range(8):
        if i % 2 == 0:
            y1 = np.sin(y) + x
            y_dot = np.cos(y) * y_dot + x_dot  # y = np.sin(y) + x
            y = y1
        else:
            y1 = y * y * 0.5
            y_dot = y * y_dot
            y = y1
    return y, y_dot
