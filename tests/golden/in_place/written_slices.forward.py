# s2sad: written_slices.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    y = x.copy()
    y_dot = x_dot.copy()  # y = x.copy()
    y[1:-1] = 0.5 * (x[2:] + x[:-2])
    y_dot[1:-1] = 0.5 * (x_dot[2:] + x_dot[:-2])  # y[1:-1] = 0.5 * (x[2:] + x[:-2])
    y1 = y[::2]
    y1 *= 3.0
    y_dot[::2] = 3.0 * y_dot[::2]  # y[::2] *= 3.0
    t = x[1]
    t1 = y[-1]
    y[0] += t * t1
    y_dot[0] += t1 * x_dot[1] + t * y_dot[-1]  # y[0] += x[1] * y[-1]
    return np.sum(y * y), np.sum(2 * (y * y_dot))
