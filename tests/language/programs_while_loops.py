"""`while` loops, with and without exits."""

from __future__ import annotations

import numpy as np

from .programs import Programs

WHILE_LOOPS = Programs()
program = WHILE_LOOPS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7, order=2)
def while_plain(x):
    n = 0
    while n < 5:
        x = np.sin(x) * 1.2
        n += 1
    return x


@program(3.7)
def while_float(x):
    s = 0.0
    while x > 0.5:
        x = x / 1.7
        s += x**2
    return s


@program(0.2)
def while_zero_trip(x):
    while x > 0.5:
        x = x / 2
    return x**3


@program(3.7)
def while_true_break(x):
    k = 0
    while True:
        x = np.sqrt(x)
        k += 1
        if k > 3:
            break
        x = x * 1.5
    return x * k


@program(3.7)
def while_two_breaks(x):
    k = 0
    s = x
    while True:
        k += 1
        if k > 10:
            break
        s = s * 0.7 + x
        if s > 9:
            s = s * x
            break
        s += 0.1
    return s


@program(3.7)
def while_else_flag(x):
    done = False
    while not done:
        x = x * 0.6
        if x < 1:
            done = True
    return x * x


@program(X, order=2)
def while_norm(x):
    n = 0
    while np.sum(x**2) > 0.3:
        x = x * 0.8
        n += 1
    return np.sum(x**3) * n


@program(0.7)
def while_break_before_work(x):
    i = 0
    while True:
        if i >= 3:
            break
        x = np.sin(x)
        i += 1
    return x


@program(0.7)
def continue_in_while(x):
    i = 0
    while i < 6:
        i += 1
        if i % 2 == 0:
            x = np.cos(x)
            continue
        if i == 5:
            break
        x = x * 1.3
    return x


@program(X)
def newton_like(x):
    z = x[1]
    for _ in range(20):
        step = (z**2 - x[1]) / (2 * z)
        z -= step
        if abs(step) < 1e-12:
            break
    return z


@program(0.7)
def collatz_like(x):
    n, s = 6, x
    while n != 1:
        if n % 2 == 0:
            n = n // 2
            s = s * 1.1
        else:
            n = 3 * n + 1
            s = np.sin(s) + x
    return s
