# s2sad: penalty.py:12 f, reverse mode with respect to w
# types: w: float64[w.0]
import numpy as np


def f_grad(w):
    # forward sweep
    t = np.sin(w)
    t1 = np.cos(w)  # return np.sum(np.sin(w) * w)
    w_bar = t + w * t1
    # reverse sweep
    w_bar_bar = 0.2 * w_bar  # return energy(w) + 0.1 * np.sum(slope * slope)
    w_bar += w_bar_bar * (2 * t1 - w * t)  # return np.sum(np.sin(w) * w)
    return w_bar
