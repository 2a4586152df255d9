"""Writes to parts of parts: rows of matrices, arrays in lists, and arrays that begin as others."""

from __future__ import annotations

import numpy as np

from .programs import Programs

PARTS_OF_PARTS = Programs()
program = PARTS_OF_PARTS.add
X = np.array([0.7, -0.4, 1.3, 0.9])
M = np.array([[0.5, -0.3, 0.6], [0.2, 0.7, -0.4], [0.9, 0.1, 0.8]])


@program(X, order=2)
def lists_swapped(x):
    rows = [x * 1.0, np.sin(x), x**2]
    for i in range(3):
        rows[i % 3][i + 1] = rows[(i + 1) % 3][i] * x[i]
        rows[0], rows[1] = rows[1], rows[0]
        rows[(i + 2) % 3] += rows[i % 3] * 0.5
    return np.sum(rows[0] * rows[1] + rows[2])


@program(X, order=2)
def alias_row(x):
    rows = [x * 1.0, np.sin(x)]
    r = rows[0]
    for i in range(3):
        rows[i % 2][i] = r[i + 1] * x[0]
        r[0] += rows[1][i]
    return np.sum(rows[0] * rows[1]) + np.sum(r)


@program(M, order=2)
def row_from_before(m):
    a = np.sin(m)
    for i in range(1, 3):
        a[i] = a[i - 1]
        a[i, 1:] = a[i, :-1] * m[i, 0]
        a[i][0] = a[i - 1][2]
        t = a[i]
        u = t[1]
        t[1] = t[0] * u
        t[0] = u * t[1]
    return np.sum(a * m)


@program(M, order=2)
def parts_of_three_axes(m):
    b = np.stack([m, m * 2, np.cos(m)])
    for i in range(3):
        p = b[i]
        q = p[i]
        q[0] = q[1] * m[0, 0]
        p[:, 1] = p[:, 0] ** 2
        p[1, 1] *= q[2]
        b[i, i] += b[(i + 1) % 3, 0]
    return np.sum(b**2)


@program(M, order=2)
def columns_as_rows(m):
    a = m + 0.0
    for j in range(3):
        c = a[:, j]
        c[0] = c[1] * c[2]
        c[1:] *= m[0, 1:]
        a.T[j][2] = c[0] ** 2
    return np.sum(a * m)


@program(X, order=2)
def three_carried(x):
    s = np.sin(x)
    y = s - 1.0
    z = s + 2.0
    w = s * 1.0
    for i in range(1, 4):
        y[i] = y[i - 1] * z[i]
        if y[i] > 0:
            z[i] = y[i]
        else:
            w[i] = z[i - 1] * s[i]
        y, z = z, y
    return np.sum(y * z * w) + np.sum(s)


@program(X, order=2)
def begins_as_another(x):
    y = x - 0.5
    z = y + 1.0
    k = 0
    while k < 3:
        y[k] = y[k + 1] * z[k]
        z[k + 1] = y[k] + x[k]
        u = y
        if k == 1:
            y = z - 0.25
        k += 1
    return np.sum(y * z) + np.sum(u)


@program(X, order=2)
def nested_begin(x):
    y = x - 0.5
    for i in range(2):
        z = y + 1.0
        for j in range(3):
            z[j] = z[j + 1] * y[i]
            y[j] += z[j]
        y[i] *= 2
    return np.sum(y * z)


@program(X, order=2)
def rows_of_zeros_added_to(x):
    rows = [np.zeros_like(x) for _ in range(3)]
    for i in range(3):
        for j in range(4):
            rows[(i * j) % 3][j] += x[i] * x[j]
            rows[i][j] = rows[(i + j) % 3][j] + rows[(i * j) % 3][(j + 1) % 4]
    return sum(np.sum(r**2) for r in rows)


@program(X, order=2)
def masks_in_rows(x):
    rows = [x * 1.0, np.sin(x)]
    for i in range(2):
        m = rows[i] > 0.3
        rows[i][m] = rows[1 - i][m] ** 2
        rows[1 - i][~m] *= 2.0
        rows[i][[0, 2]] = x[[1, 3]]
    return np.sum(rows[0] * rows[1])


@program(M, order=2)
def left_between_writes_to_rows(m):
    a = m * 1.0
    for i in range(3):
        r = a[i]
        r[0] = r[1] * m[0, i]
        if r[0] > 0.3:
            r[1] = np.sin(r[0])
            return np.sum(a * m) + r[2]
        r[2] = np.log(abs(r[0]) + 1.0)
    return np.sum(a)


@program(X, order=2)
def rows_of_one(x):
    rows = [x * 1.0]
    for i in range(3):
        rows[0][i] = rows[0][i + 1] * rows[0][0]
        rows.append(rows[-1] * 2.0)
        rows[-1][i] = rows[0][0]
        rows[i][1] = x[i] * rows[i + 1][2]
    return sum(np.sum(r * r) for r in rows)
