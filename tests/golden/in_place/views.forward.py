# s2sad: views.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    y = x * 2.0
    y_dot = 2.0 * x_dot  # y = x * 2.0
    head = y[:2]
    head_dot = y_dot[:2]  # head = y[:2]
    t1 = x[1]
    t = x[2]
    head[0] = t1 * t
    head_dot = head_dot.copy()
    head_dot[0] = t * x_dot[1] + t1 * x_dot[2]  # head[0] = x[1] * x[2]
    y_dot[:2] = head_dot
    t = y[0]
    y[1] = np.sin(t)
    y_dot[1] = np.cos(t) * y_dot[0]  # alias[1] = np.sin(y[0])
    t1 = y[:2]
    t_dot = y_dot[:2]  # return np.sum(y * y) + head[1] * head[0]
    t = t1[1]
    t1 = t1[0]
    return np.sum(y * y) + t * t1, np.sum(2 * (y * y_dot)) + (t1 * t_dot[1] + t * t_dot[0])
