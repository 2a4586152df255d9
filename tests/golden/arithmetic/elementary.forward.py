# s2sad: elementary.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    e = np.exp(-x)
    t = np.tanh(x)
    t1 = np.sqrt(x)
    t2 = np.cosh(x)
    t3 = np.arctan(t1) / t2
    t4 = np.log1p(e) + t * e + t3
    # return np.log1p(e) + np.tanh(x) * e + np.arctan(np.sqrt(x)) / np.cosh(x)
    t1 = (0.5 / t1 / (1.0 + t1 * t1) - t3 * np.sinh(x)) / t2
    t_dot = e * -x_dot * (1 / (1.0 + e) + t) + x_dot * (e * (1.0 - t * t) + t1)
    return t4, t_dot
