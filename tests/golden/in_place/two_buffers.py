"""Two buffers in a list, of which each run writes to an element of one: neither is copied."""

import numpy as np


def f(x):
    rows = [x.copy(), np.zeros_like(x)]
    for i in range(1, len(x)):
        rows[i % 2][i] = rows[(i + 1) % 2][i - 1] * x[i]
    return np.sum(rows[0] * rows[1])


ARGS = (np.array([0.5, -0.3, 0.6, 0.7]),)
