"""A branch in a loop: which way it went is found again from the tape."""

import numpy as np


def f(x):
    y = x
    for i in range(8):
        if i % 2 == 0:
            y = np.sin(y) + x
        else:
            y = y * y * 0.5
    return y


ARGS = (0.6,)
