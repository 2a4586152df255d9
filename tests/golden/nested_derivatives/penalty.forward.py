# s2sad: penalty.py:12 f, forward mode with respect to w
# types: w: float64[w.0]
import numpy as np


def f_jvp(w, w_dot):
    t = np.sin(w)
    t1 = np.cos(w)  # return np.sum(np.sin(w) * w)
    t_dot = t1 * w_dot
    t2 = t * w_dot
    t_bar_dot = t_dot - w * t2
    w_bar = t + w * t1  # return np.sum(np.sin(w) * w)
    w_bar_dot = t_dot + t_bar_dot
    t = np.sum(t * w) + 0.1 * np.sum(w_bar * w_bar)
    # return energy(w) + 0.1 * np.sum(slope * slope)
    t_dot = np.sum(w * t_dot + t2) + 0.1 * np.sum(2 * (w_bar * w_bar_dot))
    return t, t_dot
