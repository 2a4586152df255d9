# s2sad: closures.py:13 f, reverse mode with respect to w, x
# types: w: float, x: float
import numpy as np


def f_grad(w, x, y_bar=1.0):
    # reverse sweep
    t_bar = w * y_bar  # return a * x + b
    t_bar1 = x * t_bar
    x_bar = y_bar + t_bar1
    x_bar += t_bar1
    w_bar = (x * x + np.sin(w)) * y_bar + t_bar * np.cos(w)  # second = scaled(x, np.sin(w))
    return w_bar, x_bar
