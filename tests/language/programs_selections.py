"""Elements chosen by arrays of indices, by masks, by results of searches."""

# ruff: noqa: B007 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

SELECTIONS = Programs()
program = SELECTIONS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(X)
def fancy_read_copy(x):
    y = x * 1.0
    t = y[np.array([0, 1, 1])]
    t[0] = 5.0
    y[1] = x[0] ** 2
    return np.sum(t) * np.sum(y)


@program(X)
def fancy_write(x):
    y = np.zeros_like(x)
    y[np.array([0, 2])] = x[:2] ** 2
    y[[1, 3]] = x[2]
    return np.sum(y * x)


@program(X)
def fancy_augmented(x):
    y = x * 1.0
    y[np.array([0, 2])] += x[1:3] ** 2
    y[np.array([0, 0, 1])] *= 2.0
    return np.sum(y * x)


@program(X)
def boolean_read(x):
    y = x[x > 0]
    return np.sum(y**2) * y[0]


@program(X)
def boolean_write(x):
    y = x * 2.0
    y[x > 0] = x[0] ** 2
    y[y < 0] *= x[1]
    return np.sum(y * x)


@program(X)
def boolean_write_array(x):
    y = x * 2.0
    m = x > 0
    y[m] = x[m] ** 2
    y[~m] += 1
    return np.sum(y * x)


@program(X)
def boolean_mask_then_loop(x):
    y = x.copy()
    for i in range(3):
        y[y < 0.6] += 0.3 * x[0]
        y[[0, 2]] *= y[[1, 3]]
    return np.sum(y * x)


@program(X, np.int64(2))
def np_integer_index(x, i):
    y = x * 1.0
    y[i] = x[0] ** 2
    return y[i] * y[i - 1]


@program(X)
def argmax_index(x):
    i = np.argmax(x)
    return x[i] ** 2 * x[i - 1]


@program(X)
def argsort_index(x):
    order = np.argsort(x)
    s = 0.0
    for k, i in enumerate(order):
        s += k * x[i] ** 2
    return s + np.sum(x[order] * np.arange(4))


@program(X)
def int_array_loop(x):
    s = 1.0
    for i in np.array([0, 2, 3, 0]):
        s = s * 0.5 + x[i] ** 2
    return s


@program(X)
def game_of_indices(x):
    y = x * 1.0
    i = 0
    for k in range(5):
        y[i] = y[(i + 1) % 4] * 1.5
        i = (i + 3) % 4
    return np.sum(y * y)


@program(M, order=2)
def flat_assigned_again_and_again(m):
    a = m * m[0, 0]
    a.flat = [m[0, 1], m[1, 2] ** 2]
    b = a[:, 1:] * 1.0
    b.T.flat = m * m
    return np.sum((a @ m.T) ** 2) + np.sum(b**2)


@program(M, order=2)
def flat_of_slices_assigned(m):
    a = m * 1.0
    for k in range(3):
        a[:, k:].flat = np.sin(m[0]) * m[1, k]
    return np.sum((a @ m.T) ** 2)


@program(M)
def flat_assigned_from_itself(m):
    a = m[:, :2] * 1.0
    a.flat = a.T
    return np.sum(a * a)


@program(X, order=2)
def indexed_by_a_range(x):
    n = len(x)
    u = x[range(n)]
    z = u
    u *= x[range(-n, 0)]
    return np.sum(z * np.arange(n)) + x[range(1, 2)][0]


@program(X, order=2)
def range_that_names_elements_twice(x):
    n = len(x)
    u = x[range(-n, n)] * np.arange(2.0 * n)
    y = np.outer(x, x)
    y[range(2), range(2)] = u[:2]
    y[range(-3, 1)] = u[-4:, None] * x
    return np.sum(y**2) + np.sum(u)
