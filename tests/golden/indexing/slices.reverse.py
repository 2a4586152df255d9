# s2sad: slices.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    d = x[1:] - x[:-1]
    # reverse sweep
    x_bar = np.zeros_like(x)  # return np.sum(d * d) + np.sum(x[::2] ** 3) + x[-1]
    x_bar[-1] += 1.0
    x_bar[::2] += 3 * x[::2] ** 2
    d_bar = 2 * d
    x_bar[:-1] -= d_bar  # d = x[1:] - x[:-1]
    x_bar[1:] += d_bar
    return x_bar
