# s2sad: second_derivative.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad_grad(x, x_bar_bar=1.0):
    # forward sweep
    t = np.sin(x)
    t1 = -x
    t2 = np.exp(t1 * x)
    # reverse sweep
    t_bar = t2 * t  # return np.sin(x) * np.exp(-x * x)
    t3 = np.cos(x)
    # reverse sweep
    t_bar1 = -x_bar_bar
    x_bar = t_bar * t_bar1 - t2 * x_bar_bar * t
    t_bar_bar = t1 * x_bar_bar + x * t_bar1
    t_bar1 = t2 * (t * t_bar_bar + t3 * x_bar_bar)  # return np.sin(x) * np.exp(-x * x)
    x_bar += t1 * t_bar1
    x_bar -= t_bar * x_bar_bar + x * t_bar1
    x_bar += t2 * t_bar_bar * t3
    return x_bar
