# s2sad: written_if.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    x_dot = x_dot.copy()
    total = 0.0
    total_dot = 0.0
    for i in range(len(x)):
        t = x[i]
        t_dot = x_dot[i]  # if x[i] > 0.0:
        if t > 0.0:
            x[i] = np.log(t)
            x_dot[i] = t_dot / t  # x[i] = np.log(x[i])
            t1 = x[0]
            t = x[i]
            total += t1 * t
            total_dot += t * x_dot[0] + t1 * x_dot[i]  # total += x[0] * x[i]
    return total, total_dot
