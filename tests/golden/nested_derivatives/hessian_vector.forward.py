# s2sad: hessian_vector.py:12 f, forward mode with respect to x, v
# types: x: float64[x.0], v: float64[v.0]
import numpy as np
from s2sad.runtime.elementwise import power_partial


def f_jvp(x, v, x_dot, v_dot):
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot_dot1 = v_dot[1:]
    t2 = x[:-1]
    t_dot7 = x_dot[:-1]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot6 = v[:-1]
    t_dot_dot = v_dot[:-1]
    t = 2 * t2
    t3 = power_partial(t2, 2, 2, 0)
    t_dot5 = t3 * t_dot7
    t_dot_dot2 = t_dot6 * t_dot5 + t * t_dot_dot
    t4 = x[1:] - t2 ** 2
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot4 = x_dot[1:] - t * t_dot7
    t_dot = v[1:] - t * t_dot6
    t_dot_dot1 = t_dot_dot1 - t_dot_dot2
    t5 = 1.0 - t2
    t_dot1 = -t_dot6  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t1 = power_partial(t5, 2, 2, 0)
    t_dot_dot2 = t_dot1 * (power_partial(t5, 2, 3, 0) * -t_dot7) - t1 * t_dot_dot
    x_bar_dot = np.zeros_like(x)
    x_bar_dot[:-1] += -(t1 * t_dot1)
    x_bar_dot_dot = np.zeros_like(x)
    x_bar_dot_dot[:-1] += -t_dot_dot2
    t_bar1 = 100.0 * 1.0  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t1 = power_partial(t4, 2, 2, 0)
    t_dot_dot1 = t_dot * (power_partial(t4, 2, 3, 0) * t_dot4) + t1 * t_dot_dot1
    t_dot1 = t_bar1 * (t1 * t_dot)
    t_dot = t_bar1 * t_dot_dot1
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_bar = -(2 * t_bar1 * t4)
    t_dot2 = -t_dot1
    t_dot3 = t3 * t_dot6
    t_dot_dot1 = t_dot6 * (power_partial(t2, 2, 3, 0) * t_dot7) + t3 * t_dot_dot
    t_dot_dot = t_dot2 * t_dot5 - t * t_dot
    t_dot_dot1 = t_dot3 * -(t_bar1 * (t1 * t_dot4)) + t_bar * t_dot_dot1
    t_bar_dot = t * t_dot2 + t_bar * t_dot3
    t_bar_dot_dot = t_dot_dot + t_dot_dot1
    x_bar_dot[:-1] += t_bar_dot
    x_bar_dot_dot[:-1] += t_bar_dot_dot
    x_bar_dot[1:] += t_dot1
    x_bar_dot_dot[1:] += t_dot
    return v @ x_bar_dot, v_dot @ x_bar_dot + v @ x_bar_dot_dot
