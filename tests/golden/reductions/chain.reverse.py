# s2sad: chain.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # reverse sweep
    # return np.sum(np.sin(x) * np.exp(-x * x))
    x_bar = np.exp(-x * x) * (np.cos(x) - 2 * x * np.sin(x))
    return x_bar
