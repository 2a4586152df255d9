# s2sad: hessian_vector.py:12 f, reverse mode with respect to x, v
# types: x: float64[x.0], v: float64[v.0]
import numpy as np
from s2sad.runtime.elementwise import power_partial
from s2sad.runtime.shaping import match


def f_grad(x, v):
    # forward sweep
    t = x[:-1]
    t_dot = v[:-1]  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t1 = 2 * t
    t2 = x[1:] - t ** 2
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot1 = v[1:] - t1 * t_dot
    t3 = 1.0 - t
    t_dot2 = -t_dot  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t4 = power_partial(t3, 2, 2, 0)
    t_dot3 = t4 * t_dot2
    x_bar_dot = np.zeros_like(x)
    t5 = power_partial(t2, 2, 2, 0)
    t_dot4 = 100.0 * (t5 * t_dot1)
    t_bar = -200.0 * t2  # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    t_dot5 = -t_dot4
    t6 = power_partial(t, 2, 2, 0)
    t_dot6 = t6 * t_dot
    t_bar_dot = t1 * t_dot5 + t_bar * t_dot6
    x_bar_dot[:-1] += t_bar_dot - t_dot3
    x_bar_dot[1:] += t_dot4
    # reverse sweep
    t7 = match(v[:-1], t_bar_dot)  # _, product = jvp(grad(rosenbrock), (x,), (v,))
    t_bar1 = t_bar * t7
    t_dot_bar = t6 * t_bar1
    t_dot_bar1 = match(v[1:], t_dot4) - t1 * t7
    t_bar = 100.0 * t_dot_bar1
    t_bar2 = t5 * t_bar
    t_bar = t_dot1 * t_bar * power_partial(t2, 2, 3, 0)
    t_bar -= 100.0 * (t_dot6 * t7) * t5
    t_bar3 = -match(v[:-1], -t_dot3)
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    v_bar = np.zeros_like(v)
    x_bar = np.zeros_like(x)
    t_bar4 = -t_bar2
    t_dot_bar += t1 * t_bar4
    t_bar1 = t_dot * t_bar1 * power_partial(t, 2, 3, 0) + t_dot5 * t7 * t6 + t_dot * t_bar4 * t6
    v_bar[:-1] += t_dot_bar - t4 * t_bar3
    x_bar[:-1] += t_bar1 - t_bar * t1 - t_dot2 * t_bar3 * power_partial(t3, 2, 3, 0)
    v_bar[1:] += t_bar2
    x_bar[1:] += t_bar
    v_bar = v_bar + x_bar_dot
    return x_bar, v_bar
