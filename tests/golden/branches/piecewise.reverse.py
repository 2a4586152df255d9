# s2sad: piecewise.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
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
    if x < 0.0:
        x_bar = y - x * np.cos(x)
    elif x < 1.0:
        x_bar = y + 2 * (x * x)
    else:
        x_bar = y + x * (t + 2.0)
    return x_bar
