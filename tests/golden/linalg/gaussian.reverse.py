# s2sad: gaussian.py:6 f, reverse mode with respect to S, x
# types: S: float64[S.0, S.1], x: float64[x.0]
import numpy as np
from s2sad.runtime.shaping import match


def f_grad(S, x):
    # forward sweep
    L = np.linalg.cholesky(S)
    z = np.linalg.solve(L, x)
    # reverse sweep
    x_bar = np.zeros_like(S)  # return 0.5 * (z @ z) + np.sum(np.log(np.diag(L)))
    places = np.arange(min(S.shape[0], S.shape[1]))
    x_bar[places, places] = 1.0 / np.diag(L)
    b_bar = np.linalg.solve(L.T, z)  # z = np.linalg.solve(L, x)
    x_bar -= np.outer(b_bar, z)
    t = L.T @ x_bar  # L = np.linalg.cholesky(S)
    inside = np.linalg.solve(L.T, 0.5 * (np.tril(t) + np.tril(t, -1)))
    t = np.linalg.solve(L.T, inside.T)
    full = t.T
    t = full + t
    return 0.5 * (np.tril(t) + np.tril(t, -1)), match(b_bar, x)
