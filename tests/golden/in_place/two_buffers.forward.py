# s2sad: two_buffers.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    rows = [x.copy(), np.zeros_like(x)]
    rows_dot = [x_dot.copy(), np.zeros_like(x)]  # for i in range(1, len(x)):
    for i in range(1, len(x)):
        t = (i + 1) % 2
        t1 = rows[t][i - 1]
        t2 = x[i]
        t3 = i % 2
        rows[t3][i] = t1 * t2
        # rows[i % 2][i] = rows[(i + 1) % 2][i - 1] * x[i]
        rows_dot[t3][i] = t2 * rows_dot[t][i - 1] + t1 * x_dot[i]
    t2 = rows[0]
    t = rows[1]
    return np.sum(t2 * t), np.sum(t * rows_dot[0] + t2 * rows_dot[1])
