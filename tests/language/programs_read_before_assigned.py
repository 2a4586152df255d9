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


@program(X, 0.7, order=2)
@program(X, -0.7, order=2)
def none_in_the_first_run(x, a):
    s = a
    for k, v in enumerate(x):
        if k == 0:
            prev = None
        if prev is not None:
            s += v * prev
        prev = v * a if v > 0 else None
    return s


@program(X, 0.7, order=2)
def none_or_nothing_on_a_path(x, a):
    s = a
    for v in x:
        if v > 1.5:
            hit = None
        elif v < 0:
            hit = v * a
        else:
            continue
        s *= v if hit is None else hit
    return s


@program(X, 0.7, order=2)
def none_in_every_other_run(x, a):
    n = 0
    while n < len(x):
        if n % 2 == 0:
            last = None if x[n] > 0 else x * x[n]
        a = a * 1.1 if last is None else a + last[0] * x[n]
        n += 1
    return a
