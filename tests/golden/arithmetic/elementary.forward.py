# s2sad: elementary.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    e = np.exp(-x)
    t_dot = e * -x_dot  # e = np.exp(-x)
    t = np.tanh(x)
    t1 = np.sqrt(x)
    t2 = np.cosh(x)
    t3 = np.arctan(t1) / t2
    # return np.log1p(e) + np.tanh(x) * e + np.arctan(np.sqrt(x)) / np.cosh(x)
    t_dot1 = 0.5 / t1 * x_dot / (1.0 + t1 * t1) / t2 - t3 / t2 * (np.sinh(x) * x_dot)
    t3 = np.log1p(e) + t * e + t3
    # return np.log1p(e) + np.tanh(x) * e + np.arctan(np.sqrt(x)) / np.cosh(x)
    t_dot = t_dot / (1.0 + e) + (e * ((1.0 - t * t) * x_dot) + t * t_dot) + t_dot1
    return t3, t_dot
