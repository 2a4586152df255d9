# s2sad: elementary.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    e = np.exp(-x)
    t = np.tanh(x)
    t1 = np.sqrt(x)
    t2 = np.cosh(x)
    # reverse sweep
    # return np.log1p(e) + np.tanh(x) * e + np.arctan(np.sqrt(x)) / np.cosh(x)
    t1 = 0.5 / (1.0 + t1 * t1) / t1 - np.arctan(t1) / t2 * np.sinh(x)
    x_bar = y_bar * (t1 / t2 + e * (1.0 - t * t))
    e_bar = t * y_bar + y_bar / (1.0 + e)
    x_bar -= e * e_bar  # e = np.exp(-x)
    return x_bar
