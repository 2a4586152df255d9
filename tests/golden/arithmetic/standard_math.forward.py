# s2sad: standard_math.py:8 f, forward mode with respect to x
# types: x: float
import math
import numpy as np


def f_jvp(x, x_dot):
    t = math.sin(x)
    t1 = math.exp(-x)
    y = t * t1
    y_dot = t1 * x_dot * (math.cos(x) - t)  # y = math.sin(x) * math.exp(-x)
    t1 = math.sqrt(y)
    t = math.log(x)
    return t1 + t ** 2, np.divide(0.5, t1) * y_dot + 2 * t * (x_dot / x)
