# s2sad: where_sqrt.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = x > 0
    t1 = np.sqrt(np.abs(x))
    t2 = np.exp(-x)
    return np.sum(np.where(t, t1 * t2, 0.0)), np.sum(np.where(t, t2 * (0.5 / t1 * (np.sign(x) * x_dot)) - t1 * (t2 * x_dot), 0.0))
