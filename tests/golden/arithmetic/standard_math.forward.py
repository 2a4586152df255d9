# s2sad: standard_math.py:8 f, forward mode with respect to x
# types: x: float
import math
import numpy as np


def f_jvp(x, x_dot):
    t1 = math.sin(x)
    t = math.exp(-x)
    y = t1 * t
    y_dot = t * (math.cos(x) * x_dot) - t1 * (t * x_dot)  # y = math.sin(x) * math.exp(-x)
    t = math.sqrt(y)
    t1 = math.log(x)
    return t + t1 ** 2, np.divide(0.5, t) * y_dot + 2 * t1 * (x_dot / x)
