# s2sad: hessian_vector.py:12 f, forward mode with respect to x, v
# types: x: float64[x.0], v: float64[v.0]
import numpy as np


def f_jvp(x, v, x_dot, v_dot):
    t_dot_dot = v_dot[1:]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t = x[:-1]
    t_dot = x_dot[:-1]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot1 = v[:-1]
    t_dot_dot1 = v_dot[:-1]
    t1 = 2 * t
    t_dot2 = 2.0 * t_dot
    t_dot_dot2 = t_dot1 * t_dot2
    t_dot_dot2 += t1 * t_dot_dot1
    t2 = x[1:] - t ** 2
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot_dot = t_dot_dot - t_dot_dot2
    t = 2.0 * t_dot_dot1
    x_bar_dot = np.zeros_like(x)
    x_bar_dot_dot = np.zeros_like(x)
    t_dot3 = 200.0 * (v[1:] - t1 * t_dot1)
    t_dot4 = 200.0 * t_dot_dot
    t_dot5 = -t_dot3
    t_dot1 = 2.0 * t_dot1
    t_dot_dot = t_dot5 * t_dot2 - t1 * t_dot4
    t_dot_dot1 = -200.0 * t_dot1 * (x_dot[1:] - t1 * t_dot) - 200.0 * t2 * t
    t_bar_dot = t1 * t_dot5 - 200.0 * t2 * t_dot1
    t_bar_dot_dot = t_dot_dot + t_dot_dot1
    x_bar_dot[:-1] += t_bar_dot + t_dot1
    x_bar_dot_dot[:-1] += t + t_bar_dot_dot
    x_bar_dot[1:] += t_dot3
    x_bar_dot_dot[1:] += t_dot4
    return v @ x_bar_dot, v_dot @ x_bar_dot + v @ x_bar_dot_dot
