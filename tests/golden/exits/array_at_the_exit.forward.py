# s2sad: array_at_the_exit.py:6 f, forward mode with respect to x
# types: x: float64[x.0], limit: float
import numpy as np


def f_jvp(x, limit, x_dot):
    y = np.sin(x)
    result = None
    returned = False
    result_dot = None
    y_dot = np.cos(x) * x_dot
    for i in range(len(x)):
        returned1 = False
        for j in range(i):
            t = y[j]
            t1 = x[i]
            y[i] += t * t1
            y_dot[i] += t1 * y_dot[j] + t * x_dot[i]  # y[i] += y[j] * x[i]
            t1 = y[i]
            if t1 > limit:
                result = np.sum(y * y)
                result_dot = np.sum(2 * (y * y_dot))  # return np.sum(y * y)
                returned1 = True
                break
        if returned1:
            returned = True
            break
    if not returned:
        result = np.sum(y)
        result_dot = np.sum(y_dot)
    return result, result_dot
