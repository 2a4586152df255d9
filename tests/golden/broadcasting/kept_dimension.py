"""An array with a dimension of one against a matrix."""

import numpy as np


def f(a, X):
    return np.sum(a * X + np.sin(a))


ARGS = (np.array([[0.5], [-0.3]]), np.array([[0.1, 0.9, 0.2], [0.4, -0.6, 0.3]]))
ARGNUMS = (0, 1)
