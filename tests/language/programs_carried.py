"""Variables that a loop changes: of another kind after a run, permuted, defined in the loop only."""

# ruff: noqa: B007, PLR1730 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

CARRIED = Programs()
program = CARRIED.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(X)
def loop_variable_after(x):
    for i in range(len(x)):
        for v in x:
            pass
    return v * x[i] * i


@program(0.7)
def int_then_float(x):
    s = 0
    for i in range(4):
        s = s + x * i
    return s


@program(X)
def float_then_array(x):
    s = 0.0
    for i in range(3):
        s = s + x * i
    return np.sum(s**2)


@program(X)
def int_then_array(x):
    s = 0
    for i in range(3):
        s = s + x**i
    return np.sum(s**2)


@program(X)
def zero_then_array_augmented(x):
    s = 0
    for i in range(3):
        s += x**i
    return np.sum(s**2)


@program(0.7)
def none_then_float(x):
    best = None
    for i in range(3):
        v = np.sin(x * i)
        if best is None or v > best:
            best = v
    return best * x


@program(0.7)
def running_max(x):
    best = -np.inf
    for i in range(4):
        v = np.sin(x * i)
        if v > best:
            best = v
    return best * x


@program(0.7)
def fibonacci_carry(x):
    a, b = x, x**2
    for _ in range(5):
        a, b = b, a + b * 0.5
    return a * b


@program(0.7)
def rotate_three(x):
    a, b, c = x, x**2, 1.0
    for i in range(7):
        a, b, c = b, c, a * 0.9 + i * 0.01
    return a + 2 * b + 3 * c


@program(0.7)
def variable_defined_in_loop_only(x):
    for i in range(3):
        last = x**i
        if i == 1:
            keep = last * 2
    return last * keep


@program(0.7, 2)
def undefined_kept_over_loops(x, n):
    for i in range(n):
        if i > 0:
            t = x * i
            x = x * t
    return x


@program(0.7, np.array([0.1, 0.2, 0.3]))
def scalar_grows_to_array(x, y):
    s = x
    for i in range(3):
        if i > 0:
            s = s + y * i
    return np.sum(s**2)


@program(0.7)
def condition_changes(x):
    s = 0.0
    for i in range(6):
        if i % 3 == 0:
            s += x
        elif i % 3 == 1:
            s *= x + 1
        else:
            s = np.sin(s)
    return s


@program(0.7)
def if_in_while_reassigned_condition(x):
    k = 5
    while k:
        if k % 2:
            x = x**1.1
        k -= 1
    return x
