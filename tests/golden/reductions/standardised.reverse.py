# s2sad: standardised.py:6 f, reverse mode with respect to x
# types: x: float64[x.0, x.1]
import numpy as np


def f_grad(x):
    # forward sweep
    t = np.sqrt(np.var(x, axis=0) + 0.1)
    z = (x - np.mean(x, axis=0)) / t
    # reverse sweep
    t_bar = 3 * z ** 2 / t  # z = (x - x.mean(axis=0)) / np.sqrt(np.var(x, axis=0) + 0.1)
    t = -(np.sum(z * t_bar, axis=0) / t)
    x_bar = np.divide(t, x.shape[0]) * (x - np.mean(x, axis=0, keepdims=True))
    x_bar += t_bar
    x_bar -= np.sum(t_bar, axis=0) / max(x.shape[0], 1)
    return x_bar
