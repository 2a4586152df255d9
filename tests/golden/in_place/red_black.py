"""Over-relaxation of every second point: ranges are computed again, only the residuals are kept."""

import numpy as np


def f(u, omega):
    u = u.copy()
    n, m = u.shape
    for colour in range(2):
        for i in range(1, n - 1):
            for j in range(1 + (i + colour) % 2, m - 1, 2):
                residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                u[i, j] += omega * residual / 4.0
    return np.sum(u * u)


ARGS = (np.arange(20.0).reshape(4, 5) % 7.0, 1.3)
ARGNUMS = (0, 1)
