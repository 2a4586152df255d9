# s2sad: slice_of_roots.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    t = np.sqrt(x)
    t1 = np.log1p(x)
    y = t * t1
    # reverse sweep
    t2 = 2 * y[1:]  # return np.sum(y[1:] ** 2)
    t = t[1:]  # y = np.sqrt(x) * np.log1p(x)
    x1 = x[1:]
    x_bar = np.zeros_like(x)
    x_bar[1:] += t2 * t / (1.0 + x1) + t2 * t1[1:] * (0.5 / t)
    return x_bar
