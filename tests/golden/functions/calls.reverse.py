# s2sad: calls.py:16 f, reverse mode with respect to x, w
# types: x: float, w: float
import calls
import numpy as np


def f_grad(x, w):
    # forward sweep
    RATE = calls.RATE
    t = np.exp(-2.0 * x)
    t1 = -RATE
    t2 = np.exp(t1 * x)
    t3 = 1.0 - w
    # reverse sweep
    w_bar = t + 0.0 - (t2 + w)  # return weight * a + (1.0 - weight) * b
    w_bar += t3  # return np.exp(-rate * x) + offset
    x_bar = t1 * (t2 * t3) - 2.0 * (t * w)
    return x_bar, w_bar
