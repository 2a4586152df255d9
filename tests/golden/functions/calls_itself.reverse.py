# s2sad: calls_itself.py:12 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    t = np.sin(x)
    t3 = np.sin(t)
    t2 = np.sin(t3)
    t1 = t3 * t2
    # reverse sweep
    t_bar = x * y_bar  # return x * power(np.sin(x), n - 1)
    t_bar1 = t * t_bar
    t_bar1 = (t2 * t_bar1 + t3 * t_bar1 * np.cos(t3)) * np.cos(t)
    x_bar = t * t1 * y_bar + (t1 * t_bar + t_bar1) * np.cos(x)
    return x_bar
