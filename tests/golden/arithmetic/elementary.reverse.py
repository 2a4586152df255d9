# s2sad: elementary.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    e = np.exp(-x)
    t = np.tanh(x)
    t1 = np.sqrt(x)
    t2 = np.cosh(x)
    # reverse sweep
    # return np.log1p(e) + np.tanh(x) * e + np.arctan(np.sqrt(x)) / np.cosh(x)
    x_bar = (0.5 / (1.0 + t1 * t1) / t1 - np.arctan(t1) / t2 * np.sinh(x)) / t2 + e * (1.0 - t * t)
    e_bar = t + 1.0 / (1.0 + e)
    x_bar -= e * e_bar  # e = np.exp(-x)
    return x_bar
