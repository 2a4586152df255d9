# s2sad: break_out.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    y = x
    y_dot = x_dot
    for i in range(30):
        t = x * i
        y += np.sin(t)
        y_dot += np.cos(t) * (i * x_dot)  # y = y + np.sin(x * i)
        if y > 2.0:
            break
        y *= 1.1
        y_dot = 1.1 * y_dot
    return y * y, 2 * (y * y_dot)
