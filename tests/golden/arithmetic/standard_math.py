"""The functions of the standard library on Python floats: real only, so the reference is a twin in NumPy."""

import math

import numpy as np


def f(x):
    y = math.sin(x) * math.exp(-x)
    return math.sqrt(y) + math.log(x) ** 2


def twin(x):
    y = np.sin(x) * np.exp(-x)
    return np.sqrt(y) + np.log(x) ** 2


ARGS = (0.8,)
TWIN = twin
