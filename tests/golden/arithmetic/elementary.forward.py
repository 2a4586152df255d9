# s2sad: elementary.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    e = np.exp(-x)
    t_dot = e * -x_dot  # e = np.exp(-x)
    t = np.tanh(x)
    t2 = np.sqrt(x)
    t3 = np.cosh(x)
    t1 = np.arctan(t2) / t3
    return np.log1p(e) + t * e + t1, t_dot / (1.0 + e) + (e * ((1.0 - t * t) * x_dot) + t * t_dot) + (0.5 / t2 * x_dot / (1.0 + t2 * t2) / t3 - t1 / t3 * (np.sinh(x) * x_dot))
