# s2sad: where_sqrt.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    mask = x > 0
    t = np.sqrt(np.abs(x))
    # reverse sweep
    with np.errstate(all='ignore'):
        # return np.sum(np.where(x > 0, np.sqrt(np.abs(x)) * np.exp(-x), 0.0))
        x_bar = np.exp(-x) * (0.5 * np.sign(x) / t - t)
    x_bar = np.where(mask, x_bar, 0.0)
    return x_bar
