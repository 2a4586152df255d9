"""Writes in the body of a `try` that may raise behind them: where its text does not show them, they are refused."""

from __future__ import annotations

import math

import numpy as np

from .programs import Programs

WRITTEN_PARTLY = Programs()
program = WRITTEN_PARTLY.add
X = np.array([0.7, -0.4, 1.3])
Y = np.array([0.3, 1.1, -0.6])


class Counter:
    def __init__(self, v):
        self.v = v

    def add(self, x):
        self.v += x[-1]
        if x[0] > 0.6:
            raise ValueError

    def take(self, a):
        root = math.sqrt(a)
        self.v = root

    def __enter__(self):
        self.v *= 2.0

    def __exit__(self, *error):
        self.v += 1.0


@program(X, 0.8)
@program(Y, 0.8)
def raised_behind_the_write_of_a_method(x, a):
    counter = Counter(a)
    try:
        counter.add(x)
    except ValueError:
        counter.v *= 2.0
    return counter.v


@program(X, 0.8)
@program(Y, 0.8)
def written_in_an_inner_finally(x, a):
    y = x * a
    try:
        try:
            if x[0] > 0.6:
                raise ValueError
        finally:
            y[0] += 1.0
    except ValueError:
        y[1] = 2.0
    return np.sum(y * y)


@program(X, 0.8)
@program(Y, 0.8)
def written_by_an_inner_with(x, a):
    counter = Counter(a)
    try:
        with counter:
            if x[0] > 0.6:
                raise ValueError
    except ValueError:
        counter.v *= 3.0
    return counter.v


@program(X, 0.8, order=2)
@program(X, -0.7)
def written_last_by_a_method(x, a):
    counter = Counter(x[0])
    try:
        counter.take(a)
    except ValueError:
        counter.v *= a
    return counter.v * x[1]


@program(X, 0.8, order=2)
@program(Y, 0.8)
def written_and_not_read_behind(x, a):
    counter = Counter(a)
    try:
        counter.add(x)
        r = counter.v
    except ValueError:
        r = x[1] * a
    return r
