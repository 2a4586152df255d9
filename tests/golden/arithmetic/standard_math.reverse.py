# s2sad: standard_math.py:8 f, reverse mode with respect to x
# types: x: float
import math
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    t = math.sin(x)
    t1 = math.exp(-x)
    y = t * t1
    # reverse sweep
    # y = math.sin(x) * math.exp(-x)
    t1 = t1 * (y_bar * np.divide(0.5, math.sqrt(y))) * (math.cos(x) - t)
    x_bar = y_bar * (2 * math.log(x)) / x + t1
    return x_bar
