"""Names that change kind from run to run of a loop: numbers that become arrays, tuples that grow."""

from __future__ import annotations

import numpy as np

from .programs import Programs

CHANGING_KINDS = Programs()
program = CHANGING_KINDS.add
X3 = np.array([0.5, 0.3, 2.0])


@program(X3, order=2)
def float_becomes_an_array_in_a_short_loop(x):
    y = 0.0
    for _ in range(3):
        y = 0.53 * y + x
    return np.sum(sum(e for e in y) * y)


@program(X3, order=2)
def float_becomes_an_array_in_a_long_loop(x):
    y = 0.0
    for i in range(100):
        y = 0.53 * y + x * (i % 3)
        if y[0] > 3.0:
            break
    y[0] = 2.0
    return np.sum(y * y)


@program(X3, order=2)
def int_becomes_an_array_in_a_loop_over_pairs(x):
    y = 1
    for c, v in zip([x, x + 0.5, x], (0.5, 0.6, 0.7), strict=True):
        y = y * v * c
    return np.sum(y * y)


@program(X3, order=2)
def int_becomes_an_array_in_nested_loops(x):
    s = 0
    for i in range(2):
        for _ in range(20):
            s = s + x[i] * x
    return np.sum(s**2)


@program(X3, 3, order=2)
def float_becomes_an_array_in_a_loop_of_unknown_length(x, n):
    y = 0.0
    for i in range(n):
        y = 0.53 * y + x * i
    total = 0.0
    for e in y:
        total += e * y[0]
    return total


@program(X3, order=2)
def tuple_that_grows(x):
    t = ()
    for i in range(4):
        t += (x[i % 3] * i,)
    return sum(t) * t[2]


@program(0.4, order=2)
def function_that_is_wrapped_in_a_loop(x):
    def wrapped(g, k):
        return lambda v: g(v) * k + v

    f = np.sin
    for k in range(3):
        f = wrapped(f, k)
    return f(x)


@program(X3, order=2)
def nested_pairs(x):
    pairs = None
    for k in range(3):
        pairs = (pairs, x[k]) if pairs is not None else x[k] * 2
    (a, b), c = pairs
    return a * b * c
