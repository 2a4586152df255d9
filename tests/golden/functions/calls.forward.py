# s2sad: calls.py:16 f, forward mode with respect to x, w
# types: x: float, w: float
import calls
import numpy as np


def f_jvp(x, w, x_dot, w_dot):
    RATE = calls.RATE
    t = np.exp(-2.0 * x)
    t1 = t + 0.0
    t2 = -RATE
    t3 = np.exp(t2 * x)
    t4 = t3 + w
    t5 = 1.0 - w
    t6 = w * t1 + t5 * t4
    # return weight * a + (1.0 - weight) * b
    t_dot = w_dot * (t1 - t4) + w * (t * (-2.0 * x_dot)) + t5 * (t3 * (t2 * x_dot) + w_dot)
    return t6, t_dot
