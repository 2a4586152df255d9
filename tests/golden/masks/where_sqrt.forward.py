# s2sad: where_sqrt.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    mask = x > 0
    t = np.sqrt(np.abs(x))
    t1 = np.exp(-x)
    t2 = np.sum(np.where(mask, t * t1, 0.0))
    with np.errstate(all='ignore'):
        # return np.sum(np.where(x > 0, np.sqrt(np.abs(x)) * np.exp(-x), 0.0))
        t_dot = np.sum(np.where(mask, t1 * x_dot * (0.5 * np.sign(x) / t - t), 0.0))
    return t2, t_dot
