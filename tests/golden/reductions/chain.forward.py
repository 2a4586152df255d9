# s2sad: chain.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = np.sin(x)
    t2 = -x
    t1 = np.exp(t2 * x)
    return np.sum(t * t1), np.sum(t1 * (np.cos(x) * x_dot) + t * (t1 * (t2 * x_dot - x * x_dot)))
