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
    t_bar = t1 * w_bar_bar  # return np.sum(np.sin(w) * w)
    w_bar -= w * w_bar_bar * t
    w_bar += t_bar
    w_bar += t_bar
    return w_bar
