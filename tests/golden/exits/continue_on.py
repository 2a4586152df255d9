"""`continue` skips what is not wanted."""

import numpy as np


def f(x):
    s = 0.0
    for v in x:
        if v < 0.0:
            continue
        s += np.sqrt(v)
    return s * s


ARGS = (np.array([0.5, -0.3, 1.1, 0.2]),)
