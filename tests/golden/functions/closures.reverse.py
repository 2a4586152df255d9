# s2sad: closures.py:13 f, reverse mode with respect to w, x
# types: w: float, x: float
import numpy as np


def f_grad(w, x):
    # reverse sweep
    t_bar = x * w  # return a * x + b
    x_bar = 1.0 + t_bar
    x_bar += t_bar
    w_bar = x * x + np.sin(w) + w * np.cos(w)  # second = scaled(x, np.sin(w))
    return w_bar, x_bar
