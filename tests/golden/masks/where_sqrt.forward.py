# s2sad: where_sqrt.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    t = x > 0
    t1 = np.sqrt(np.abs(x))
    t2 = np.exp(-x)
    t3 = np.sum(np.where(t, t1 * t2, 0.0))
    # return np.sum(np.where(x > 0, np.sqrt(np.abs(x)) * np.exp(-x), 0.0))
    t_dot = np.sum(np.where(t, t2 * x_dot * (0.5 * np.sign(x) / t1 - t1), 0.0))
    return t3, t_dot
