"""A list of layers, each a pair (W, b)."""

import numpy as np


def f(layers, x):
    z = x
    for W, b in layers:
        z = np.tanh(W @ z + b)
    return np.sum(z * z)


ARGS = (
    [
        (np.array([[0.1, -0.4], [0.3, 0.2]]), np.array([0.1, -0.2])),
        (np.array([[0.5, 0.7], [-0.6, 0.1]]), np.array([0.0, 0.3])),
    ],
    np.array([0.8, -0.5]),
)
ARGNUMS = (0, 1)
