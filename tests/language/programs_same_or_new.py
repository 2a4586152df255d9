"""Arrays that are the old one on one path and a new one on the other, and are written: with and without other names."""

from __future__ import annotations

import numpy as np

from .programs import Programs

SAME_OR_NEW = Programs()
program = SAME_OR_NEW.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def same_or_new_without_other_names(x, a):
    y = x * a
    for i in range(3):
        if y[i] > 0.1:
            y[i - 1] *= 0.9
        else:
            y = y + 0.1 * a
        y[0] += a
    if a > 0:
        y = np.sin(y)
    y[1] = y[2] * a
    return np.sum(y * y)


@program(X, 0.7, order=2)
@program(X, -0.6)
def same_or_new_with_a_name_from_before(x, a):
    y = x * a
    z = y
    t = 0.0
    for i in range(3):
        w = y
        if y[i] > 0:
            y[i - 1] *= 0.9
        else:
            y = y + 0.1 * a
        y[0] += a
        t += np.sum(w * y)
    return np.sum(z * y) + t


@program(X, 0.7, order=2)
@program(X, -0.6)
def same_or_new_that_a_list_and_a_view_hold(x, a):
    y = x * a
    few, v = [y], y[1:]
    if a > 0:
        y = np.sin(y)
    y[1] = a * a
    return np.sum(v * v) + np.sum(few[0]) + np.sum(y)


@program(X, 0.7, order=2)
@program(X, -0.6)
def same_or_new_in_an_expression_half_evaluated(x, a):
    u, v = x * a, x * x
    w = u if a > 0 else v

    def written():
        w[0] = 3.0 * a
        return w

    return np.sum((u + written()) * (v + written()))


@program(X, 0.7, order=2)
@program(X, -0.6)
def argument_or_new_in_a_function(x, a):
    y = x * a

    def inner(w):
        if w[0] > 0:
            w = w + 1
        w[2] = a
        return np.sum(w * x)

    if a < 0:
        x = x * 2
    x[1] = a * x[0]
    return np.sum(y) * inner(y) + np.sum(y * y)


@program(X, np.outer(X, X) + 1.0, 0.7, 1, argnums=(0, 1, 2), order=2)
@program(X, np.outer(X, X) + 1.0, 0.7, 3, argnums=(0, 1, 2))
def rows_of_the_same_or_a_new_matrix(x, m, a, k):
    u, b = x * 0.9, m * a
    items = [u, u]
    for i in range(len(x)):
        if i % 2 == 0:
            b += np.exp(-u)
        elif k > 2:
            v = u
        else:
            for v in reversed(b):
                v *= np.sin(0.83)  # noqa: PLW2901 - the form under test
            u = np.tanh(x)
    u[i] = 0.2 * np.sum(np.sin(u[::-1]))
    return np.sum(u) + np.sum(np.cos(b)) + np.sum(items[0] * items[-1])
