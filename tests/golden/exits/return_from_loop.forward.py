# s2sad: return_from_loop.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    y = x
    result = None
    returned = False
    y_dot = x_dot
    result_dot = None
    for i in range(50):
        y1 = y * 1.3 + np.cos(y)
        y_dot *= 1.3 - np.sin(y)  # y = y * 1.3 + np.cos(y)
        if y1 > 5.0:
            result = y1 * x
            result_dot = x * y_dot + y1 * x_dot  # return y * x
            y = y1
            returned = True
            break
        y = y1
    if not returned:
        result = y
        result_dot = y_dot
    return result, result_dot
