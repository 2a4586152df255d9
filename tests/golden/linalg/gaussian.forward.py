# s2sad: gaussian.py:6 f, forward mode with respect to S, x
# types: S: float64[S.0, S.1], x: float64[x.0]
import numpy as np


def f_jvp(S, x, S_dot, x_dot):
    L = np.linalg.cholesky(S)
    t = np.tril(S_dot)  # L = np.linalg.cholesky(S)
    lower = 0.5 * (t + np.tril(S_dot, -1))
    full = lower + lower.T
    inside = np.linalg.solve(L, np.linalg.solve(L, full).T)
    t = np.tril(inside)
    t1 = L @ (0.5 * (t + np.tril(inside, -1)))
    z = np.linalg.solve(L, x)
    t2 = np.linalg.solve(L, x_dot - t1 @ z)  # z = np.linalg.solve(L, x)
    t = np.diag(L)
    return 0.5 * (z @ z) + np.sum(np.log(t)), 0.5 * (t2 @ z + z @ t2) + np.sum(np.diag(t1) / t)
