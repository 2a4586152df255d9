# s2sad: calls.py:16 f, forward mode with respect to x, w
# types: x: float, w: float
import calls
import numpy as np


def f_jvp(x, w, x_dot, w_dot):
    RATE = calls.RATE
    t3 = np.exp(-2.0 * x)
    t = t3 + 0.0
    t5 = -RATE
    t4 = np.exp(t5 * x)
    t2 = t4 + w
    t1 = 1.0 - w
    return w * t + t1 * t2, t * w_dot + w * (t3 * (-2.0 * x_dot)) + (t1 * (t4 * (t5 * x_dot) + w_dot) - t2 * w_dot)
