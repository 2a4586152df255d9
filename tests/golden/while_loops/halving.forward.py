# s2sad: halving.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    t = np.exp(x)
    t_dot = t * x_dot  # y = y * np.exp(x)
    y = x
    n = 0
    y_dot = x_dot
    while True:
        t1 = n < 20 and y < 10.0
        if not t1:
            break
        y1 = y * t
        y_dot = t * y_dot + y * t_dot  # y = y * np.exp(x)
        n += 1
        y = y1
    t = np.log(y)
    return t * x, x * np.divide(y_dot, y) + t * x_dot
