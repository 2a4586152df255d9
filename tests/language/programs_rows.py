"""Rows of arrays and elements of lists that are written: out of `reversed`, `enumerate`, `zip`, and copies of lists."""

# ruff: noqa: B905, PLW2901 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

ROWS = Programs()
program = ROWS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
S = np.array([[1.5, 0.2, -0.3], [0.8, 1.6, 0.2], [0.1, -0.4, 1.3]])


@program(S, order=2)
def rows_of_reversed_written(a):
    b = a * 1.0
    for row in reversed(b):
        for j in range(3):
            row[j] += row[j - 1] * a[0, 0]
    return np.sum(b * a)


@program(S, order=2)
def rows_of_enumerated_reversed_written(a):
    b = a * 1.0
    for k, row in enumerate(reversed(b)):
        if k == 2:
            break
        row *= b[0] + k
    return np.sum(b * a)


@program(S, order=2)
def rows_of_enumerated_zip_written(a):
    b = a * 1.0
    for k, (row, other) in enumerate(zip(b, a), 2):
        row[k - 2] += other[0] * k
    for k, (row, j) in enumerate(zip(reversed(b), range(3))):
        row[j] += k * a[0, 0]
    return np.sum(b * a)


@program(S, order=2)
def arrays_of_reversed_lists_written(a):
    xs = [a * 1.0, a * 2.0]
    kept = xs[1]
    for m in reversed(xs):
        m[0] = a[0, 1] * m[1]
        for row in reversed(m):
            row *= xs[0][0]
    return np.sum(xs[0] * kept)


@program(X, order=2)
def changed_while_reversed(x):
    y = x * 1.0
    ys = [v for v in x]
    total = 0.0
    for k, v in enumerate(reversed(y)):
        y[0] += v
        y[2] *= 1.5
        total += v * y[0] * k
    for k, v in enumerate(reversed(ys)):
        ys[0] += v
        total += v * ys[0] * k
    return total


@program(S)
def rows_of_an_extended_list_written(a):
    b = a * 1.0
    rows = []
    rows.extend(b)
    rows[0][0] *= 2
    return np.sum(b * a)


@program(S)
def rows_of_a_copied_list_written(a):
    b = a * 1.0
    rows = list(b).copy()
    rows[1][0] *= 2
    return np.sum(b * a)


@program(S)
def rows_of_a_display_written(a):
    b = a * 1.0
    rows = [*b[:2]]
    rows[0][1] = a[0, 0] * a[1, 1]
    return np.sum(b * a)


@program(S)
def largest_row_written(a):
    b = a * 1.0
    row = max(b, key=lambda r: r[0])
    row *= 2
    return np.sum(b * a)


@program(X)
def written_through_strides(x):
    y = x * 1.0
    v = np.lib.stride_tricks.as_strided(y, (2,), (8,))
    v[0] = x[1] * 3
    return np.sum(y * x)
