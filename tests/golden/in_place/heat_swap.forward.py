# s2sad: heat_swap.py:6 f, forward mode with respect to u0, k
# types: u0: float64[u0.0], k: float
import numpy as np


def f_jvp(u0, k, u0_dot, k_dot):
    u = u0.copy()
    u_dot = u0_dot.copy()  # u = u0.copy()
    v = u0.copy()
    v_dot = u0_dot.copy()  # v = u0.copy()
    for _ in range(4):
        t_dot = u_dot[1:-1]  # v[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        t = u[2:] - 2.0 * u[1:-1] + u[:-2]
        v[1:-1] = u[1:-1] + k * t
        # v[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        v_dot[1:-1] = t_dot + (t * k_dot + k * (u_dot[2:] - 2.0 * t_dot + u_dot[:-2]))
        u, v, u_dot, v_dot = v, u, v_dot, u_dot
    return np.sum(u * u), np.sum(2 * (u * u_dot))
