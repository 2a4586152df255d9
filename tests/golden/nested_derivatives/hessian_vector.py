"""A Hessian-vector product, forward over reverse, in the function."""

import numpy as np

from s2sad import grad, jvp


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def f(x, v):
    _, product = jvp(grad(rosenbrock), (x,), (v,))
    return v @ product


def twin(x, v):
    a, b = x[:-1], x[1:]
    curvature = (1200.0 * a * a - 400.0 * b + 2.0) * v[:-1] ** 2 + 200.0 * v[1:] ** 2 - 800.0 * a * v[:-1] * v[1:]
    return np.sum(curvature)


ARGS = (np.array([0.5, -0.3, 0.6]), np.array([0.2, 1.0, -0.4]))
ARGNUMS = (0, 1)
TWIN = twin
