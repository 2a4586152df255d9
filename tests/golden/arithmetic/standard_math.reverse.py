# s2sad: standard_math.py:8 f, reverse mode with respect to x
# types: x: float
import math
import numpy as np


def f_grad(x):
    # forward sweep
    t = math.sin(x)
    t1 = math.exp(-x)
    y = t * t1
    # reverse sweep
    # y = math.sin(x) * math.exp(-x)
    x_bar = 2 * math.log(x) / x + t1 * np.divide(0.5, math.sqrt(y)) * (math.cos(x) - t)
    return x_bar
