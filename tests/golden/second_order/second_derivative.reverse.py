# s2sad: second_derivative.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad_grad(x, x_bar_bar=1.0):
    # forward sweep
    t = np.sin(x)
    t1 = np.exp(-x * x)
    t_bar = t1 * t  # return np.sin(x) * np.exp(-x * x)
    t2 = np.cos(x)
    # reverse sweep
    x_bar = -2 * x_bar_bar * t_bar
    t_bar_bar = -2 * x * x_bar_bar
    x_bar -= 2 * x * t1 * (t * t_bar_bar + t2 * x_bar_bar)  # return np.sin(x) * np.exp(-x * x)
    x_bar -= t_bar * x_bar_bar
    x_bar += t1 * t_bar_bar * t2
    return x_bar
