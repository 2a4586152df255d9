"""The solution of a linear system."""

import numpy as np


def f(A, b):
    x = np.linalg.solve(A, b)
    return x @ x


ARGS = (np.array([[2.0, 0.3], [-0.5, 1.5]]), np.array([0.7, -0.4]))
ARGNUMS = (0, 1)
