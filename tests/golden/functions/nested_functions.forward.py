# s2sad: nested_functions.py:6 f, forward mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_jvp(x, a, x_dot, a_dot):
    t = np.sin(x)
    t4 = x * x
    t3 = np.sin(t4)
    t1 = a * t3
    t6 = a * x
    t5 = np.sin(t6)
    t2 = a * t5
    return a * t + t1 * t2, t * a_dot + a * (np.cos(x) * x_dot) + (t2 * (t3 * a_dot + a * (np.cos(t4) * (2 * (x * x_dot)))) + t1 * (t5 * a_dot + a * (np.cos(t6) * (x * a_dot + a * x_dot))))
