"""A mask whose values come from a quotient: products by what is finite come before, and need none."""

import numpy as np


def f(x, w):
    z = x / (x[0] + x[1])
    z[1:] -= z[:-1] * w
    return np.sum(np.where(z > 0.2, np.sqrt(z), 0.0))


def twin(x, w):
    total = x[0] + x[1]
    parts = [each / total for each in x]
    for k in range(1, len(parts))[::-1]:
        parts[k] = parts[k] - parts[k - 1] * w
    return sum(np.sqrt(each) for each in parts if each.real > 0.2)


ARGS = (np.array([0.5, 0.3, 0.1, 0.6]), 0.2)
TWIN = twin
