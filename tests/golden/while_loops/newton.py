"""Newton's method that returns from an endless loop: the last run is reversed first, and no flag tells of it."""

import math

import numpy as np


def f(a):
    x = 0.0
    while True:
        step = (x + math.exp(x) - a) / (1.0 + math.exp(x))
        x -= step
        if abs(step) < 1e-12:
            return x


def g(a):
    x = 0.0 * a
    while True:
        step = (x + np.exp(x) - a) / (1.0 + np.exp(x))
        x -= step
        if np.abs(step) < 1e-12:
            return x


ARGS = (2.3,)
TWIN = g
