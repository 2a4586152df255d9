# s2sad: hessian_vector.py:12 f, reverse mode with respect to x, v
# types: x: float64[x.0], v: float64[v.0]
import numpy as np
from s2sad.runtime.shaping import match


def f_grad(x, v):
    # forward sweep
    t = x[:-1]
    t_dot = v[:-1]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t1 = 2 * t
    t_dot1 = 2.0 * t_dot
    v_bar = np.zeros_like(x)
    t_dot2 = 200.0 * (v[1:] - t1 * t_dot)
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_bar = -200.0 * (x[1:] - t ** 2)
    t_dot3 = -t_dot2
    t_bar_dot = t1 * t_dot3 + t_bar * t_dot1
    # reverse sweep
    t2 = match(v[:-1], t_bar_dot)  # _, product = jvp(grad(rosenbrock), (x,), (v,))
    t_dot_bar = 2.0 * (t_bar * t2)
    t_dot_bar1 = match(v[1:], t_dot2) - t1 * t2
    t_bar = 200.0 * t_dot_bar1
    t = 200.0 * t_dot1 * t2
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    v_bar[:-1] += t_bar_dot + t_dot1 + 2.0 * match(v[:-1], t_dot1)
    x_bar = np.zeros_like(x)
    t_bar1 = -t_bar
    t_dot_bar += t1 * t_bar1
    x_bar[:-1] += t_dot3 * t2 * 2.0 + t_dot * t_bar1 * 2.0 + t * t1
    v_bar[1:] += t_dot2 + t_bar
    v_bar[:-1] += t_dot_bar
    x_bar[1:] -= t
    return x_bar, v_bar
