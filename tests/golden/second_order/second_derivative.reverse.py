# s2sad: second_derivative.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad_grad(x):
    # forward sweep
    t = np.sin(x)
    t1 = -x
    t2 = np.exp(t1 * x)
    t3 = np.cos(x)  # return np.sin(x) * np.exp(-x * x)
    # reverse sweep
    t_bar_bar = t1 - x
    # return np.sin(x) * np.exp(-x * x)
    x_bar = t2 * t_bar_bar * t3 - 2 * x * t2 * (t * t_bar_bar + t3)
    x_bar -= 3 * (t2 * t)
    return x_bar
