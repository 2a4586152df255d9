# s2sad: piecewise.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    if x < 0.0:
        y = -np.sin(x)
    elif x < 1.0:
        y = x * x
        t = None
    else:
        t = np.exp(1.0 - x)
        y = 2.0 * x - t
    # reverse sweep
    t_bar = x * y_bar  # return y * x
    t_bar1 = y * y_bar
    if x < 0.0:
        x_bar = t_bar1 - t_bar * np.cos(x)
    elif x < 1.0:
        x_bar = t_bar1 + 2 * (x * t_bar)
    else:
        x_bar = t_bar1 + t_bar * (t + 2.0)
    return x_bar
