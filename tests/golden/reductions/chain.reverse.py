# s2sad: chain.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    t1 = -x
    t = np.exp(t1 * x)
    # reverse sweep
    t_bar = t * (np.sin(x) * y_bar)  # return np.sum(np.sin(x) * np.exp(-x * x))
    x_bar = t1 * t_bar - x * t_bar
    x_bar += t * y_bar * np.cos(x)
    return x_bar
