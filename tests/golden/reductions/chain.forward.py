# s2sad: chain.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = np.sin(x)
    t1 = -x
    t2 = np.exp(t1 * x)
    t_dot = t2 * (np.cos(x) * x_dot)  # return np.sum(np.sin(x) * np.exp(-x * x))
    return np.sum(t * t2), np.sum(t_dot + t * (t2 * (t1 * x_dot - x * x_dot)))
