# s2sad: gaussian.py:6 f, forward mode with respect to S, x
# types: S: float64[S.0, S.1], x: float64[x.0]
import numpy as np


def f_jvp(S, x, S_dot, x_dot):
    L = np.linalg.cholesky(S)
    lower = 0.5 * (np.tril(S_dot) + np.tril(S_dot, -1))  # L = np.linalg.cholesky(S)
    full = lower + lower.T
    inside = np.linalg.solve(L, np.linalg.solve(L, full).T)
    t = L @ (0.5 * (np.tril(inside) + np.tril(inside, -1)))
    z = np.linalg.solve(L, x)
    t1 = np.linalg.solve(L, x_dot - t @ z)  # z = np.linalg.solve(L, x)
    t2 = np.diag(L)
    return 0.5 * (z @ z) + np.sum(np.log(t2)), 0.5 * (t1 @ z + z @ t1) + np.sum(np.diag(t) / t2)
