# s2sad: baydin_example.py:6 f, reverse mode with respect to x1, x2
# types: x1: float, x2: float
import numpy as np


def f_grad(x1, x2):
    # reverse sweep
    x2_bar = x1 - np.cos(x2)  # return np.log(x1) + x1 * x2 - np.sin(x2)
    x1_bar = x2 + np.divide(1.0, x1)
    return x1_bar, x2_bar
