"""Lists, dicts and arrays that get another size in the run that leaves the loop, and are not read behind it."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from .programs import Programs

GROWN_AND_LEFT = Programs()
program = GROWN_AND_LEFT.add
X = np.array([0.3, -0.8, 1.1, 0.6])


@program(X, 0.7, order=2)
def history_of_a_search(x, a):
    q = a
    history = [x[0]]
    for k in range(4):
        history.append(q)
        if k == 2:
            break
        q = q + history[-2] * x[k]
    return q


@program(X, 0.7, order=2)
@program(X, 0.1, order=2)
def history_and_return(x, a):
    history = [a]
    for v in x:
        history.append(v * history[-1])
        if history[-1] < -0.3:
            return history[0]
        a = a + history[-1] * history[-2]
    return a


@program(X, 0.7, order=2)
def history_of_arrays(x, a):
    history = [x]
    total = 0.0
    while True:
        history.append(history[-1] * a)
        if len(history) > 3:
            return total
        total += np.sum(history[-1] * history[-2])


@program(X, 0.7, order=2)
def history_written_to(x, a):
    history = [x * a]
    total = 0.0
    for v in x:
        if v > 0:
            history.append(v * history[-1])
        elif v < -0.5:
            history[0][0] = v
        if v > 1:
            break
        total += np.sum(history[-1] * history[0])
    return total


@program(X, 0.7, order=2)
def gram_schmidt_that_stops(x, a):
    vectors = np.outer(x, x) * a + np.diag(x)
    basis: list[Any] = []
    total = 0.0
    for j in range(len(x)):
        v = vectors[:, j]
        for q in basis:
            v = v - (q @ v) * q
        basis.append(v / np.sqrt(v @ v))
        if j == len(x) - 2:
            break
        total += np.sum(basis[0] * basis[-1] ** 3)
    return total


@program(X, 0.7, order=2)
def table_that_is_left(x, a):
    table = {}
    total = 0.0
    for k, v in enumerate(x):
        table[k] = v * a
        if k == 2:
            break
        total += table[0] * v
    return total


@program(X, 0.7, order=2)
@program(X, -0.6, order=2)
def stack_that_is_left(x, a):
    stack = [v * a for v in x]
    total = 0.0
    while stack:
        v = stack.pop()
        if v > 0.5:
            return total
        total += v * v
        if len(stack) > 1:
            total += stack[-1]
    return total


@program(X, 0.7, order=2)
def window_that_is_left(x, a):
    window = deque([a], maxlen=3)
    total = 0.0
    for v in x:
        window.append(v * a)
        if v > 1:
            break
        total += window[0] * window[-1] ** 2
    return total


@program(X, 0.7, order=2)
def lists_in_a_list_that_is_left(x, a):
    rows = [[a], [x[0]]]
    total = 0.0
    for v in x:
        rows[0].append(rows[1][0] * v)
        rows[1].append(rows[0][-1] * a)
        if v > 1:
            break
        total += rows[0][-1] * rows[1][-1]
        rows.append([total])
    return total


@program(X, 0.7, order=2)
def array_of_other_axes(x, a):
    z = x * a
    total = 0.0
    for k in range(3):
        z = np.outer(z, x) if k == 1 else z * a
        if k == 1:
            break
        total += np.sum(z**2)
    return total


@program(X, 0.7, order=2)
def halved_until_one_is_left(x, a):
    z = np.concatenate([x, x]) * a
    total = 0.0
    while True:
        half = len(z) // 2
        z = z[:half] + z[half : 2 * half]
        if len(z) < 2:
            return total
        total += np.sum(z**3)


@program(X, 0.7, order=2)
def grown_and_left_twice(x, a):
    history = [a]
    total = 0.0
    for v in x:
        history.append(v * history[-1])
        if v > 1:
            break
        total += history[-1] * history[0]
        history.append(total)
        if total > 3:
            break
        total += history[-1] * v
    return total


@program(X, 0.7, order=2)
def grown_and_left_inside(x, a):
    total = 0.0
    history = [a]
    for v in x:
        for _ in range(3):
            history.append(history[-1] * v)
            if history[-1] > 0.2:
                break
            total += history[0] * history[-2]
        if total > 0.05:
            break
    return total
