# s2sad: chain.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    t = -x
    t1 = np.exp(t * x)
    # reverse sweep
    t_bar = t1 * (np.sin(x) * y_bar)  # return np.sum(np.sin(x) * np.exp(-x * x))
    x_bar = t * t_bar - x * t_bar
    x_bar += t1 * y_bar * np.cos(x)
    return x_bar
