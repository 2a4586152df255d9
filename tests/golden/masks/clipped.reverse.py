# s2sad: clipped.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    t = np.maximum(x, 0.1)
    y = t ** 2
    t1 = x > 1.0
    y[t1] = 1.0
    y_bar = np.clip(x, -0.5, 0.5)
    # reverse sweep
    inside = np.logical_and(x >= -0.5, x <= 0.5)  # return np.sum(y * np.clip(x, -0.5, 0.5))
    share = 1.0 - 0.5 * (x == -0.5)
    bounds_share = 1.0 - 0.5 * (np.maximum(x, -0.5) == 0.5)
    y_bar[t1] = 0.0  # y[x > 1.0] = 1.0
    share1 = 1.0 - 0.5 * (x == 0.1)  # y = np.maximum(x, 0.1) ** 2
    with np.errstate(all='ignore'):
        t_bar = y_bar * (2 * t) * share1
        x_bar = np.where(inside, y * (share * bounds_share), 0.0)
        x_bar1 = np.where(np.logical_and(np.logical_not(t1), x >= 0.1), t_bar, 0.0)
        x_bar += x_bar1
    return x_bar
