# s2sad: views.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    y = x * 2.0
    y_dot = 2.0 * x_dot  # y = x * 2.0
    head = y[:2]
    head_dot = y_dot[:2]  # head = y[:2]
    t = x[1]
    t1 = x[2]
    head[0] = t * t1
    head_dot = head_dot.copy()
    head_dot[0] = t1 * x_dot[1] + t * x_dot[2]  # head[0] = x[1] * x[2]
    y_dot[:2] = head_dot
    t1 = y[0]
    y[1] = np.sin(t1)
    y_dot[1] = np.cos(t1) * y_dot[0]  # alias[1] = np.sin(y[0])
    t = y[:2]
    t_dot = y_dot[:2]  # return np.sum(y * y) + head[1] * head[0]
    t1 = t[1]
    t = t[0]
    return np.sum(y * y) + t1 * t, np.sum(2 * (y * y_dot)) + (t * t_dot[1] + t1 * t_dot[0])
