# s2sad: closures.py:13 f, forward mode with respect to w, x
# types: w: float, x: float
import numpy as np


def f_jvp(w, x, w_dot, x_dot):
    t = x * x + np.sin(w)
    return w * t + x, t * w_dot + w * (2 * (x * x_dot) + np.cos(w) * w_dot) + x_dot
