# s2sad: hessian_vector.py:12 f, forward mode with respect to x, v
# types: x: float64[x.0], v: float64[v.0]
import numpy as np
from s2sad.runtime.elementwise import power_partial


def f_jvp(x, v, x_dot, v_dot):
    t_dot_dot = v_dot[1:]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t = x[:-1]
    t_dot = x_dot[:-1]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot1 = v[:-1]
    t_dot_dot1 = v_dot[:-1]
    t1 = 2 * t
    t2 = power_partial(t, 2, 2, 0)
    t_dot2 = t2 * t_dot
    t_dot_dot2 = t_dot1 * t_dot2
    t_dot_dot2 += t1 * t_dot_dot1
    t3 = x[1:] - t ** 2
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot3 = x_dot[1:] - t1 * t_dot
    t_dot4 = v[1:] - t1 * t_dot1
    t_dot_dot2 = t_dot_dot - t_dot_dot2
    t4 = 1.0 - t
    t_dot5 = -t_dot1  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t5 = power_partial(t4, 2, 2, 0)
    t_dot_dot = t_dot5 * (power_partial(t4, 2, 3, 0) * -t_dot) - t5 * t_dot_dot1
    x_bar_dot = np.zeros_like(x)
    x_bar_dot_dot = np.zeros_like(x)
    t4 = power_partial(t3, 2, 2, 0)
    t_dot_dot2 = t_dot4 * (power_partial(t3, 2, 3, 0) * t_dot3) + t4 * t_dot_dot2
    t_dot6 = 100.0 * (t4 * t_dot4)
    t_dot4 = 100.0 * t_dot_dot2
    t_dot7 = -t_dot6
    t_dot8 = t2 * t_dot1
    t_dot_dot1 = t_dot1 * (power_partial(t, 2, 3, 0) * t_dot) + t2 * t_dot_dot1
    t_dot_dot2 = t_dot7 * t_dot2 - t1 * t_dot4
    t_dot_dot1 = -100.0 * t_dot8 * t4 * t_dot3 - 200.0 * t3 * t_dot_dot1
    t_bar_dot = t1 * t_dot7 - 200.0 * t3 * t_dot8
    t_bar_dot_dot = t_dot_dot2 + t_dot_dot1
    x_bar_dot[:-1] += t_bar_dot - t5 * t_dot5
    x_bar_dot_dot[:-1] += t_bar_dot_dot - t_dot_dot
    x_bar_dot[1:] += t_dot6
    x_bar_dot_dot[1:] += t_dot4
    return v @ x_bar_dot, v_dot @ x_bar_dot + v @ x_bar_dot_dot
