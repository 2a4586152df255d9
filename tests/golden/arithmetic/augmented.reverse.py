# s2sad: augmented.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    y = x * 2.0
    z = x - np.cos(y)
    y1 = y / z
    # reverse sweep
    t_bar = -2 * y1 / z  # y /= z
    z_bar = 1.0 - y1 * t_bar
    y_bar = t_bar + z_bar * np.sin(y)  # z -= np.cos(y)
    x_bar = z_bar + 2.0 * y_bar  # y *= 2.0
    return x_bar
