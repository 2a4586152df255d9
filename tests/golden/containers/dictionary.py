"""Parameters in a dict: the gradient is a dict with the same keys."""

import numpy as np


def f(params, x):
    h = np.tanh(params["w"] * x + params["b"])
    return np.sum(h * h) * params["scale"]


ARGS = ({"w": np.array([0.5, -0.3]), "b": np.array([0.1, 0.2]), "scale": 1.5}, 0.7)
