"""A mask that keeps infinite partials away."""

import numpy as np


def f(x):
    return np.sum(np.where(x > 0, np.sqrt(np.abs(x)) * np.exp(-x), 0.0))


def twin(x):
    return sum(np.sqrt(v) * np.exp(-v) for v in x if v > 0)


ARGS = (np.array([0.5, -0.3, 0.0, 0.6]),)
TWIN = twin
