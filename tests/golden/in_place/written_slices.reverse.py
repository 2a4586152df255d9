# s2sad: written_slices.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    y = x.copy()
    y[1:-1] = 0.5 * (x[2:] + x[:-2])
    y1 = y[::2]
    y1 *= 3.0
    t = x[1]
    t1 = y[-1]
    y[0] += t * t1
    # reverse sweep
    y_bar = 2 * y  # return np.sum(y * y)
    t_bar = y_bar[0]  # y[0] += x[1] * y[-1]
    x_bar = np.zeros_like(x)
    x_bar[1] += t1 * t_bar
    y_bar[-1] += t * t_bar
    y_bar1 = y_bar[::2]  # y[::2] *= 3.0
    y_bar[::2] = 3.0 * y_bar1
    t_bar = y_bar[1:-1].copy()
    y_bar[1:-1] = 0.0  # y[1:-1] = 0.5 * (x[2:] + x[:-2])
    t_bar = 0.5 * t_bar
    x_bar[:-2] += t_bar
    x_bar[2:] += t_bar
    x_bar = x_bar + y_bar
    return x_bar
