# s2sad: hessian_vector.py:12 f, reverse mode with respect to x, v
# types: x: float64[x.0], v: float64[v.0]
import numpy as np


def f_grad(x, v):
    # forward sweep
    t = x[:-1]
    t_dot = v[:-1]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t1 = 2 * t
    v_bar = np.zeros_like(x)
    t_dot1 = 200.0 * (v[1:] - t1 * t_dot)
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_bar = -200.0 * (x[1:] - t ** 2)
    t_dot2 = -t_dot1
    t_dot3 = 2.0 * t_dot
    t_dot4 = t1 * t_dot2
    t_bar_dot = t_dot4 + t_bar * t_dot3
    # reverse sweep
    t_dot_bar = 2.0 * (t_bar * t_dot)  # _, product = jvp(grad(rosenbrock), (x,), (v,))
    t_bar = t_dot2 * t_dot * 2.0
    t = 400.0 * t_dot * t_dot
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    v_bar[:-1] += t_bar_dot + t_dot3 + t_dot3
    x_bar = np.zeros_like(x)
    t_dot_bar += t_dot4
    x_bar[:-1] += t_bar + t_bar + t * t1
    v_bar[1:] += 2 * t_dot1
    v_bar[:-1] += t_dot_bar
    x_bar[1:] -= t
    return x_bar, v_bar
