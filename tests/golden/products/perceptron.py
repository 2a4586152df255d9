"""Two layers, a squared loss."""

import numpy as np


def f(W0, b0, W1, b1, x, y):
    h = np.tanh(W0 @ x + b0)
    r = W1 @ h + b1 - y
    return 0.5 * np.sum(r * r)


ARGS = (
    np.array([[0.5, -0.3], [0.2, 0.8], [-0.6, 0.1]]),
    np.array([0.1, 0.0, -0.2]),
    np.array([[0.3, -0.5, 0.4], [0.7, 0.2, -0.1]]),
    np.array([0.2, -0.3]),
    np.array([0.9, -0.4]),
    np.array([0.5, 0.1]),
)
ARGNUMS = (0, 1, 2, 3)
