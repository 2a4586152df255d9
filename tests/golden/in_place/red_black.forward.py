# s2sad: red_black.py:6 f, forward mode with respect to u, omega
# types: u: float64[u.0, u.1], omega: float
import numpy as np


def f_jvp(u, omega, u_dot, omega_dot):
    u = u.copy()
    u_dot = u_dot.copy()  # u = u.copy()
    n = u.shape[0]
    m = u.shape[1]
    for colour in range(2):
        for i in range(1, n - 1):
            for j in range(1 + (i + colour) % 2, m - 1, 2):
                # residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                t_dot = u_dot[i - 1, j] + u_dot[i + 1, j]
                t = u[i, j]
                # residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                t_dot1 = u_dot[i, j]
                residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * t
                # residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                residual_dot = t_dot + u_dot[i, j - 1] + u_dot[i, j + 1] - 4.0 * t_dot1
                u[i, j] = t + omega * residual / 4.0
                # u[i, j] += omega * residual / 4.0
                u_dot[i, j] = t_dot1 + (residual * omega_dot + omega * residual_dot) / 4.0
    return np.sum(u * u), np.sum(2 * (u * u_dot))
