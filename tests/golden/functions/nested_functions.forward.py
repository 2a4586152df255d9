# s2sad: nested_functions.py:6 f, forward mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_jvp(x, a, x_dot, a_dot):
    t = np.sin(x)
    t1 = x * x
    t2 = np.sin(t1)
    t3 = a * t2
    t4 = a * x
    t5 = np.sin(t4)
    t6 = a * t5
    # return wave(1.0) + wave(x) * wave(a)
    t_dot = t6 * (t2 * a_dot + a * (np.cos(t1) * (2 * (x * x_dot))))
    t_dot1 = t3 * (t5 * a_dot + a * (np.cos(t4) * (x * a_dot + a * x_dot)))
    t3 = a * t + t3 * t6
    # return wave(1.0) + wave(x) * wave(a)
    t_dot = t * a_dot + a * (np.cos(x) * x_dot) + (t_dot + t_dot1)
    return t3, t_dot
