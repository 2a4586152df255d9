"""Variables that a run of a loop reads and only an earlier run has assigned."""

# ruff: noqa: F821, F841 - the form under test

from __future__ import annotations

import numpy as np

from .programs import Programs

READ_BEFORE_ASSIGNED = Programs()
program = READ_BEFORE_ASSIGNED.add
X = np.array([1.0, 2.0, -1.0, 3.0])


@program(X, order=2)
def value_of_the_run_before(x):
    total = 0.0
    for i in range(len(x)):
        if i > 0:
            total += before * x[i]
        before = x[i] * x[0]
    return total


@program(X, order=2)
def array_of_the_run_before(x):
    total = 0.0
    for i in range(len(x)):
        v = x * x[i]
        if i > 0:
            total += np.dot(before, v)
        before = v
    return total


@program(X, order=2)
def product_from_the_first_run_on(x):
    for i in range(len(x)):
        if i == 0:
            product = x[i]
        else:
            product *= x[i]
    return product


@program(X, order=2)
def first_value_kept(x):
    i = 0
    total = 0.0
    while i < len(x):
        if i == 0:
            first = x[i] ** 2
        else:
            total += first * x[i]
        i += 1
    return total
