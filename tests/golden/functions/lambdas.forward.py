# s2sad: lambdas.py:10 f, forward mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_jvp(x, a, x_dot, a_dot):
    t = x * x + a
    t1 = a * x
    t2 = np.sin(t1)
    t3 = a * t2
    # return twice(square, x) + twice(lambda t: np.sin(a * t), x)
    t_dot = t2 * a_dot + a * (np.cos(t1) * (x * a_dot + a * x_dot))
    t2 = t * t + a + np.sin(t3)
    # return twice(square, x) + twice(lambda t: np.sin(a * t), x)
    t_dot = 2 * (t * (2 * (x * x_dot) + a_dot)) + a_dot + np.cos(t3) * t_dot
    return t2, t_dot
