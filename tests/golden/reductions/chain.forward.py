# s2sad: chain.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = np.sin(x)
    t1 = np.exp(-x * x)
    return np.sum(t * t1), np.sum(t1 * (x_dot * (np.cos(x) - 2 * t * x)))
