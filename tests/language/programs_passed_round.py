"""Arrays that loops of a length known only at run time pass round, while other names of them live on."""

from __future__ import annotations

from typing import Any

import numpy as np

from .programs import Programs

PASSED_ROUND = Programs()
program = PASSED_ROUND.add
X = np.array([0.3, 0.4, 0.5, 0.6])


@program(X, 3, argnums=0, order=2)
def name_kept_across_swaps(x, n):
    u, v = x * 1.0, x * 0.0
    kept = u
    for _ in range(n):
        v[1:] = np.sin(u[:-1])
        v[0] = u[0] * x[1]
        u, v = v, u
    kept[0] *= 2
    return np.sum(u**2) + np.sum(v * kept)


@program(X, 0, argnums=0, order=2)
def name_kept_across_no_swap(x, n):
    u, v = x * 1.0, x * 0.5
    kept = u
    for _ in range(n):
        v[0] = u[0] * x[1]
        u, v = v, u
    kept[0] *= 2
    return np.sum(u**2) + np.sum(v * kept)


@program(X, 3, argnums=0, order=2)
def new_array_or_the_old_one(x, n):
    y = x * 1.0
    z = y
    for _ in range(n):
        z = z * x
    y[0] = 5 * x[1]
    return np.sum(z * y)


@program(X, 3, argnums=0, order=2)
def current_element_of_a_list(x, n):
    rows = [x * 1.0, x * 2.0]
    current = rows[0]
    for i in range(n):
        current[i] = current[i + 1] * x[0]
        current = rows[i % 2]
    return np.sum(rows[0] * rows[1])


@program(X, 4, argnums=0, order=2)
def argument_among_three_buffers(x, n):
    a, b, c = x, x * 0.5, np.zeros_like(x)
    for i in range(n):
        c[1:-1] = 2 * b[1:-1] - a[1:-1] + 0.1 * (b[2:] + b[:-2])
        c[0] = np.sin(b[i % 2])
        a, b, c = b, c, a
    return np.sum(b**2) + np.sum(x * a)


@program(X, 3, argnums=0, order=2)
def swapped_under_a_condition(x, n):
    u, v = x * 1.0, x**2
    kept = v
    for i in range(n):
        if u[i] > v[i]:
            u, v = v, u
        u[i] = v[i + 1] * u[0]
    kept[1] += u[2]
    return np.sum(u * v**2)


@program(X, 3, argnums=0, order=2)
def argument_that_is_written_later(x, n):
    u = x * 0.9
    for _ in range(n):
        u = x
    x[1] = 2 * x[0]
    return np.sum(u**2)


@program(X, 0, argnums=0, order=2)
def argument_that_no_run_takes(x, n):
    u = x * 0.9
    for _ in range(n):
        u = x
    u[1] = 2 * x[0]
    return np.sum(u**2 * x)


@program(X, 2, argnums=0, order=2)
def array_from_before_the_loop(x, n):
    u, y, v = x * 0.9, np.sin(x), x * 2
    for i in range(n):
        u, v = v, y
        y[i] *= 2 * x[0]
    v[0] = x[1]
    u[1] *= x[2]
    return np.sum(u**2 * x) + np.sum(y * v)


@program(X, argnums=0, order=2)
def array_from_before_the_loop_or_a_new_one(x):
    u, y = x * 0.9, np.sin(x)
    k = 0
    while u[0] * 0 + k < 2:
        u = y
        y = y * x
        k += 1
    y[0] = x[1]
    u[0] = 3 * x[1]
    return np.sum(u**2 * x) + np.sum(y)


class Held:
    """An object that holds an array."""

    def __init__(self, w: Any) -> None:
        self.w = w


@program(X[:2], 0.7, order=2)
@program(X[:2], -0.7, order=2)
def one_of_three_that_one_path_has(x: Any, a: Any) -> Any:
    u, w = x, np.ones(len(x))
    held, history = Held(w), []
    if a > 0:
        w[0] = a
    else:
        history.append(u)
    for _ in range(len(x)):
        u, w = w, u
        held.w = w
    return np.sum(w * x)
