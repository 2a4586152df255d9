# s2sad: calls.py:16 f, reverse mode with respect to x, w
# types: x: float, w: float
import calls
import numpy as np


def f_grad(x, w, y_bar=1.0):
    # forward sweep
    RATE = calls.RATE
    t = np.exp(-2.0 * x)
    t1 = -RATE
    t2 = np.exp(t1 * x)
    # reverse sweep
    t_bar = (1.0 - w) * y_bar  # return weight * a + (1.0 - weight) * b
    w_bar = y_bar * (t + 0.0 - (t2 + w))
    w_bar += t_bar  # return np.exp(-rate * x) + offset
    x_bar = t1 * (t2 * t_bar) - 2.0 * (t * (w * y_bar))
    return x_bar, w_bar
