# s2sad: nested_functions.py:6 f, reverse mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_grad(x, a):
    # forward sweep
    t = x * x
    t1 = np.sin(t)
    t2 = a * t1
    t3 = a * x
    t4 = np.sin(t3)
    t5 = a * t4
    # reverse sweep
    t_bar = a * t2 * np.cos(t3)  # return a * np.sin(t * x)
    a_bar = t4 * t2 + x * t_bar
    a_bar += t1 * t5
    a_bar += np.sin(x)
    x_bar = a * (t_bar + 2 * x * t5 * np.cos(t) + np.cos(x))
    return x_bar, a_bar
