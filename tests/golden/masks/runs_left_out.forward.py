# s2sad: runs_left_out.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    y = np.sqrt(np.abs(x))
    t_dot = 0.5 / y * (np.sign(x) * x_dot)  # y = np.sqrt(np.abs(x))
    s = 0.0
    s_dot = 0.0
    for i in range(len(x)):
        if x[i] > 0:
            t = y[i]
            s += t ** 3
            s_dot += 3 * t ** 2 * t_dot[i]  # s = s + y[i] ** 3
    return s, s_dot
