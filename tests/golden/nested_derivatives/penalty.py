"""The squared norm of a gradient, as in a gradient penalty."""

import numpy as np

from s2sad import grad


def energy(w):
    return np.sum(np.sin(w) * w)


def f(w):
    slope = grad(energy)(w)
    return energy(w) + 0.1 * np.sum(slope * slope)


def twin(w):
    slope = np.sin(w) + w * np.cos(w)
    return energy(w) + 0.1 * np.sum(slope * slope)


ARGS = (np.array([0.5, -0.3, 0.6]),)
TWIN = twin
