# s2sad: nested_functions.py:6 f, reverse mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_grad(x, a, y_bar=1.0):
    # forward sweep
    t = x * x
    t1 = np.sin(t)
    t2 = a * x
    t3 = np.sin(t2)
    # reverse sweep
    t_bar = a * t3 * y_bar  # return wave(1.0) + wave(x) * wave(a)
    t_bar1 = a * t1 * y_bar
    t_bar2 = a * t_bar1 * np.cos(t2)  # return a * np.sin(t * x)
    a_bar = t3 * t_bar1 + x * t_bar2
    a_bar += t1 * t_bar
    a_bar += np.sin(x) * y_bar
    x_bar = a * (t_bar2 + 2 * x * t_bar * np.cos(t) + y_bar * np.cos(x))
    return x_bar, a_bar
