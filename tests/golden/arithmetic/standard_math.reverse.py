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
    t_bar = y_bar * np.divide(0.5, math.sqrt(y))  # return math.sqrt(y) + math.log(x) ** 2
    x_bar = y_bar * (2 * math.log(x)) / x - t1 * (t * t_bar)  # y = math.sin(x) * math.exp(-x)
    x_bar += t1 * t_bar * math.cos(x)
    return x_bar
