"""Dot products, an outer product and einsum."""

import numpy as np


def f(x, A, y):
    return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)


ARGS = (np.array([0.5, -0.3]), np.array([[0.2, 0.8, 0.1], [-0.6, 0.1, 0.4]]), np.array([0.7, 0.3, -0.2]))
ARGNUMS = (0, 1, 2)
