"""`and`, `or`, `not` in conditions, and a variable that only one branch changes."""

import numpy as np


def f(x, y):
    z = x * y
    if (x > 0.0 and y > 0.0) or z < -1.0:
        z = np.log(z)
    if not (z > 0.0 or y > 2.0):
        z = z * x
    return z + y


ARGS = (0.4, 1.5)
ARGNUMS = (0, 1)
