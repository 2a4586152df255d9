"""Elementary functions of NumPy on a float; one intermediate value is used twice."""

import numpy as np


def f(x):
    e = np.exp(-x)
    return np.log1p(e) + np.tanh(x) * e + np.arctan(np.sqrt(x)) / np.cosh(x)


ARGS = (0.7,)
