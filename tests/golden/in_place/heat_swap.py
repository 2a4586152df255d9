"""The explicit heat equation with two buffers that are swapped."""

import numpy as np


def f(u0, k):
    u = u0.copy()
    v = u0.copy()
    for _ in range(4):
        v[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u, v = v, u
    return np.sum(u * u)


ARGS = (np.array([0.5, -0.3, 1.1, 0.4, 0.9]), 0.2)
ARGNUMS = (0, 1)


def twin(u0, k):
    u = u0
    for _ in range(4):
        inner = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u = np.concatenate([u[:1], inner, u[-1:]])
    return np.sum(u * u)


TWIN = twin
