"""The example of Baydin et al., Automatic differentiation in machine learning: a survey, 2018."""

import numpy as np


def f(x1, x2):
    return np.log(x1) + x1 * x2 - np.sin(x2)


ARGS = (2.0, 5.0)
ARGNUMS = (0, 1)
