# s2sad: heat_swap.py:6 f, reverse mode with respect to u0, k
# types: u0: float64[u0.0], k: float
import numpy as np


def f_grad(u0, k):
    # forward sweep
    u = u0.copy()
    v = u0.copy()
    t_tape = []
    for _ in range(4):
        t = u[2:] - 2.0 * u[1:-1] + u[:-2]
        t_tape.append(t)
        v[1:-1] = u[1:-1] + k * t
        u, v = v, u
    # reverse sweep
    u_bar = 2 * u  # return np.sum(u * u)
    v_bar = np.zeros_like(v)
    k_bar = 0.0
    for t in t_tape[::-1]:
        t_bar = u_bar[1:-1].copy()
        u_bar[1:-1] = 0.0  # v[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        t_bar1 = k * t_bar
        v_bar[:-2] += t_bar1
        v_bar[1:-1] += t_bar - 2.0 * t_bar1
        v_bar[2:] += t_bar1
        k_bar += np.sum(t * t_bar)
        u_bar, v_bar = v_bar, u_bar
    v_bar += u_bar  # u = u0.copy()
    return v_bar, k_bar
