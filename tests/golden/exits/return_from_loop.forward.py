# s2sad: return_from_loop.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    y = x
    result = None
    returned = False
    y_dot = x_dot
    for i in range(50):
        y1 = y * 1.3 + np.cos(y)
        y_dot = 1.3 * y_dot - np.sin(y) * y_dot  # y = y * 1.3 + np.cos(y)
        if y1 > 5.0:
            result1 = y1 * x
            returned1 = True
        else:
            returned1 = returned
            result1 = result
        if y1 > 5.0:
            y = y1
            result = result1
            returned = returned1
            break
        y = y1
    if returned:
        result_dot = 0.0
    else:
        result = y
        result_dot = y_dot
    return result, result_dot
