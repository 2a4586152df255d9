"""maximum, clip and an assignment under a mask."""

import numpy as np


def f(x):
    y = np.maximum(x, 0.1) ** 2
    y[x > 1.0] = 1.0
    return np.sum(y * np.clip(x, -0.5, 0.5))


def twin(x):
    return sum((1.0 if v > 1.0 else (v if v > 0.1 else 0.1) ** 2) * min(max(v, -0.5), 0.5, key=np.real) for v in x)


ARGS = (np.array([0.3, -0.2, 1.4, 0.7]),)
TWIN = twin
