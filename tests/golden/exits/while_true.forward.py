# s2sad: while_true.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    s = 0.0
    term = x
    k = 1
    s_dot = 0.0
    term_dot = x_dot
    while True:
        s += term
        s_dot += term_dot  # s += term
        if abs(term) < 1e-10:
            break
        t = -term
        t1 = t * x
        t2 = (k + 1) * (k + 2)
        term = t1 * x / t2
        k = k + 2
        term_dot = (x * (t * x_dot - x * term_dot) + t1 * x_dot) / t2
    t = np.exp(x)
    return s * t, t * (s_dot + s * x_dot)
