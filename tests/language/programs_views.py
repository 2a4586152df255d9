"""Views and second names of arrays that are written."""

# ruff: noqa: B007, PLW2901 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

VIEWS = Programs()
program = VIEWS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(X)
def view_written(x):
    y = x * 1.0
    v = y[1:3]
    v[0] = x[0] ** 2
    v *= x[3]
    y[2] += v[0]
    return np.sum(y**2) + v[1]


@program(M)
def view_of_view(m):
    a = m * 1.0
    row = a[1]
    part = row[1:]
    part[0] = m[0, 0] ** 2
    row[2] = part[0] * 2
    a[1, 1] += 1
    return np.sum(a * m) + part[0]


@program(M)
def transposed_view(m):
    a = m * 1.0
    t = a.T
    t[0, 1] = m[0, 0] ** 2
    a[1] *= 2
    return np.sum(t[0] * m[0, 0]) + np.sum(a)


@program(M)
def rows_of_loop_written(m):
    a = m * 1.0
    for row in a:
        row[0] = row[1] * row[2]
        row *= 2
    return np.sum(a * m)


@program(M)
def rows_of_loop_by_index(m):
    a = m * 1.0
    for i in range(2):
        row = a[i]
        row[0] = row[1] * row[2]
        row += a[0]
    return np.sum(a * m)


@program(X)
def two_names(x):
    a = x * 1.0
    b = a
    b[0] = x[1] ** 2
    a[1] = b[0] * x[0]
    return np.sum(a * b)


@program(X)
def name_rebound(x):
    a = x * 1.0
    b = a
    a = a * 2
    a[0] = 7.0 * x[0]
    b[1] = a[0]
    return np.sum(a * b)


@program(X)
def read_kept_across_write(x):
    y = x * 1.0
    t = y[0]
    y[0] = x[1] ** 2
    u = y[0:2]
    y[0] = t * 2
    return t * y[0] * np.sum(u)


@program(M)
def reshape_view_written(m):
    a = m * 1.0
    f = a.reshape(6)
    f[1] = m[0, 0] ** 2
    return np.sum(a * m)


@program(M)
def ravel_view_written(m):
    a = m * 1.0
    f = a.ravel()
    f[1] = m[0, 0] ** 2
    a[1, 0] = f[1] * 2
    return np.sum(a * m) + f[3]


@program(M)
def newaxis_view_written(m):
    a = m[0] * 1.0
    f = a[None, :]
    f[0, 1] = m[0, 0] ** 2
    g = a[:, np.newaxis] * f
    return np.sum(g * g)


@program(X)
def swap_slices_views(x):
    y = x * 1.0
    y[:2], y[2:] = y[2:], y[:2]
    return np.sum(y * x**2)


@program(X)
def accumulate_scalar_view(x):
    s = np.zeros(1, dtype=x.dtype)
    for v in x:
        s += v * x[0]
    return s[0] ** 2


@program(X)
def zero_d_array(x):
    s = np.sum(x)
    t = s
    s += x[0]
    return s * t


@program(X)
def conditional_rebinding(x):
    y = x
    for i in range(3):
        if i == 1:
            y = y.copy()
        y = y * 2
        y[0] = x[1]
    return np.sum(y * x)


@program(X)
def argument_rebinding_then_write(x):
    y = x
    y = y + 1
    y[0] = 3.0
    return np.sum(y * x)


@program(X)
def result_is_argument(x):
    x[0] = x[1] ** 2
    return x


@program(X)
def result_is_view(x):
    y = x * x
    return y[1:3]


@program(X)
def result_pair_alias(x):
    y = x * x
    z = y[1:]
    z[0] = x[0]
    return y, z


@program(X)
def loop_carried_view(x):
    y = x * 1.0
    v = y[0:2]
    for i in range(3):
        v[0] = v[1] * 2
        v = y[i : i + 2]
    return np.sum(y * x)


@program(X)
def negative_step_view(x):
    y = x * 1.0
    r = y[::-1]
    r[0] = x[0] ** 2
    r += y
    return np.sum(y * x)


@program(X)
def row_alias_kept(x):
    h = np.zeros((3, 4), dtype=x.dtype)
    row = h[0]
    for t in range(3):
        h[t] = x * (t + 1)
        row[0] += x[1]
    return np.sum(h * h) + np.sum(row)


@program(X)
def float_and_array_same_name(x):
    y = 0.5
    y = y * x
    y[0] = 2.0 * x[1]
    y = np.sum(y * x)
    y += 1
    return y * y


@program(X)
def view_kept_in_list(x):
    y = x * 1.0
    parts = [y[:2], y[2:]]
    parts[0][1] = x[3] ** 2
    y[0] = 3.0 * x[1]
    return np.sum(parts[0] * parts[1])


@program(X)
def conditional_alias_then_read(x):
    y = x * 1.0
    z = y if x[0] > 0 else x
    t = np.sum(z**2)
    return t * np.sum(y)


@program(X)
def loop_rebinds_alias(x):
    y = x * 1.0
    z = y
    for i in range(3):
        z = z * x
    y[0] = 5.0
    return np.sum(z * y)


@program(X)
def loop_writes_alias_of_outer(x):
    y = x * 1.0
    z = y
    for i in range(3):
        z[i] = z[i + 1] * x[i]
    return np.sum(y**2)


@program(X, order=2)
def write_through_a_reshape(x):
    m = np.outer(x, x)
    m.reshape(-1)[1] = m[0, 0] ** 2
    flat = m.ravel()
    flat[2:4] *= x[0]
    m[0, 1] += x[1]
    return np.sum(m**3) + flat[1]


@program(X, order=2)
def write_through_flat(x):
    m = np.outer(x, x)
    m.flat[2] = np.sin(x[0])
    x.flat[0] = m[0, 2]
    return np.sum(m * x)


@program(X, order=2)
def reshapes_in_a_loop(x):
    u = np.outer(x, x)
    v = np.zeros_like(u)
    for _ in range(3):
        f, g = u.ravel(), v.ravel()
        for i in range(1, f.size - 1):
            g[i] = 0.5 * f[i - 1] + f[i] * f[i + 1]
        u, v = v, u
    return np.sum(u**2)


@program(X, order=2)
def copy_by_a_reshape(x):
    t = (np.outer(x, x) + x).T.reshape(-1)
    t[1] = x[0]
    return np.sum(t**2)


@program(X, order=2)
def row_or_array(x):
    u, m = x * 1.0, np.outer(x, x)
    w = m[1] if x[0] > 0.0 else u
    w[2] = np.sum(m[:, 0]) * x[2]
    return np.sum(m**2) + np.sum(u * w)


@program(X, order=2)
def array_or_its_reverse(x):
    u = x * 1.0
    w = u if x[0] < 0.0 else u[::-1]
    u[0] = 3 * x[1]
    w[1] *= x[0]
    w[0] += w[2]
    u *= 2
    return np.sum(u**2 * w)


@program(X, order=2)
def one_of_two_views(x):
    u = x * 1.0
    if x[0] > 0.2:  # noqa: SIM108 - the form under test
        w = u[1:]
    else:
        w = u[:-1]
    w *= x[1]
    u[1] = w[0] ** 2
    return np.sum(u**2) + w[0] * w[1]


@program(X, order=2)
def swapped_in_a_short_loop(x):
    u, v = x * 2.0, x**2
    w, p = u, v[1:]
    for _ in range(3):
        u[0] = 0.5 * v[1]
        u, v = v, u
    w[1] = np.sin(p[0])
    return np.sum(u**2 * v) + np.sum(w) * p[1]


@program(X, order=2)
def same_array_twice_in_a_list(x):
    v = np.sin(x)
    items = [v, v]
    for j in range(2):
        items[j][j] = x[j] * items[1 - j][2]
    return np.sum(v**2) + items[0][0]


@program(X, order=2)
def view_changed_by_what_the_whole_was(x):
    u = x * 1.0
    p = u[1:]
    p += np.sum(u * u)
    return np.sum(u**2)
