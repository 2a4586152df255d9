"""A Gaussian log density by the Cholesky factor; real only, so the reference is a twin."""

import numpy as np


def f(S, x):
    L = np.linalg.cholesky(S)
    z = np.linalg.solve(L, x)
    return 0.5 * (z @ z) + np.sum(np.log(np.diag(L)))


def twin(S, x):
    a, b, d = S[0, 0], S[1, 0], S[1, 1]  # the factor comes from the lower triangle alone
    det = a * d - b * b
    return 0.5 * (d * x[0] ** 2 - 2.0 * b * x[0] * x[1] + a * x[1] ** 2) / det + 0.5 * np.log(det)


ARGS = (np.array([[2.0, 0.3], [0.3, 1.5]]), np.array([0.7, -0.4]))
ARGNUMS = (0, 1)
TWIN = twin
