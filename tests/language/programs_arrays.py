"""In-place writes, views and aliases of arrays."""

# ruff: noqa: B007, E741, PLW2901, SIM108 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

ARRAYS = Programs()
program = ARRAYS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(X, order=2)
def element_writes(x):
    y = np.zeros(4, dtype=x.dtype)
    y[0] = x[0] ** 2
    y[1] = y[0] * x[1]
    y[0] = y[1] * x[2]
    return np.sum(y * y)


@program(X, order=2)
def writes_in_loop(x):
    y = np.zeros_like(x)
    y[0] = x[0]
    for i in range(1, 4):
        y[i] = y[i - 1] * x[i] + np.sin(x[i])
    return y[3]


@program(X)
def slice_writes(x):
    y = np.zeros(6, dtype=x.dtype)
    y[1:5] = x**2
    y[:3] = y[2:5]
    y[::2] *= 2
    y[-1] = y[1]
    return np.sum(y**2)


@program(X)
def augmented_elements(x):
    y = x.copy()
    y[0] += x[1]
    y[1] *= y[0]
    y[2:] -= y[:2]
    y[3] /= x[0]
    y[2] **= 2
    return np.sum(y * x)


@program(X)
def augmented_array(x):
    y = x * 2
    z = y
    y += x
    y *= x
    z -= 1
    return np.sum(y * z)


@program(X)
def augmented_argument(x):
    x += 1
    x *= x
    return np.sum(x * np.array([1.0, 2.0, 3.0, 4.0]))


@program(X)
def argument_written(x):
    x[0] = x[1] * x[2]
    x[1:] = x[:-1] ** 2
    return np.sum(x**2)


@program(X, X + 1)
def argument_copied_into(x, y):
    y[:] = x
    y[0] = y[1] * y[2]
    return np.sum(x * y)


@program(X)
def written_after_use(x):
    y = x * 1.0
    s = np.sum(y**2)
    y[0] = 5.0
    return s * y[1] * y[0]


@program(X)
def written_after_nonlinear_use(x):
    y = x * 1.0
    z = np.sin(y) * y
    y[:] = 0.0
    y += z
    return np.sum(y * x)


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
def scratch_reused(x):
    buf = np.zeros_like(x)
    s = 0.0
    for i in range(3):
        buf[:] = x * i
        buf[0] = s
        s = s + np.sum(buf**2)
    return s


@program(X)
def scratch_elements(x):
    buf = np.zeros(2, dtype=x.dtype)
    s = 0.0
    for i in range(4):
        buf[0] = x[i]
        buf[1] = buf[0] * buf[1]
        buf[1] += s
        s = buf[0] * buf[1] + s * 0.5
    return s


@program(X)
def double_buffer(x):
    a, b = x * 1.0, np.zeros_like(x)
    for i in range(4):
        b[1:-1] = a[1:-1] + 0.3 * (a[2:] - 2 * a[1:-1] + a[:-2]) * x[0]
        b[0], b[-1] = a[0], a[-1]
        a, b = b, a
    return np.sum(a**2)


@program(X)
def double_buffer_temp(x):
    a = x.copy()
    b = a.copy()
    for i in range(5):
        for j in range(1, 3):
            b[j] = a[j] * a[j - 1] + a[j + 1]
        t = a
        a = b
        b = t
    return np.sum(a * x) + np.sum(b)


@program(X)
def triple_buffer(x):
    a, b, c = x * 1.0, x * 2.0, x * 3.0
    for i in range(4):
        c[:] = a * 0.5 + b * x
        a, b, c = b, c, a
    return np.sum(a * b * c)


@program(X)
def double_buffer_break(x):
    a, b = x * 1.0, np.zeros_like(x)
    for i in range(6):
        b[:] = np.sin(a) + x
        if i == 3:
            break
        a, b = b, a
    return np.sum(a * b)


@program(X)
def double_buffer_conditional_swap(x):
    a, b = x * 1.0, np.zeros_like(x)
    for i in range(5):
        b[:] = np.sin(a) * x
        if i % 2:
            a, b = b, a
    return np.sum(a * b)


@program(X)
def join_then_write(x):
    u, v = x * 1.0, x * 2.0
    w = u if x[0] > 0 else v
    w[0] = x[1] ** 2
    return np.sum(u * v * w)


@program(X)
def join_statement_then_write(x):
    u, v = x * 1.0, x * 2.0
    if x[0] > 0:
        w = u
    else:
        w = v
    w[0] = x[1] ** 2
    return np.sum(u * v)


@program(X)
def join_fresh_or_alias(x):
    u = x * 1.0
    w = u
    if x[0] < 0:
        w = u.copy()
    w[0] = x[1] ** 2
    return np.sum(u * w)


@program(X)
def write_in_branch(x):
    y = x * 1.0
    if x[0] > 0:
        y[0] = x[1] ** 2
    else:
        y[1] = x[0]
    if x[1] < 0:
        y *= 2
    return np.sum(y**2)


@program(X)
def write_in_branch_of_loop(x):
    y = x * 1.0
    for i in range(4):
        if x[i] > 0:
            y[i] = y[i - 1] * x[i]
        elif i > 1:
            y[i:] *= 2
    return np.sum(y * x)


@program(X)
def write_before_break(x):
    y = x * 1.0
    for i in range(4):
        y[i] = y[i] ** 2
        if x[i] < 0:
            break
        y[i] *= x[i]
    return np.sum(y * x)


@program(X)
def write_while(x):
    y = x * 1.0
    i = 0
    while i < 3:
        y[i + 1] += y[i] ** 2
        i += 1
    return np.sum(y * y)


@program(X)
def write_early_return(x):
    y = x * 1.0
    for i in range(4):
        y[i] = y[i] ** 2
        if x[i] < 0:
            return np.sum(y)
        y[0] += 1
    return np.sum(y * y)


@program(X)
def read_kept_across_write(x):
    y = x * 1.0
    t = y[0]
    y[0] = x[1] ** 2
    u = y[0:2]
    y[0] = t * 2
    return t * y[0] * np.sum(u)


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


@program(M)
def two_dim_writes(m):
    a = np.zeros((3, 3), dtype=m.dtype)
    a[:2] = m
    a[2, :] = a[0] * a[1]
    a[:, 0] = a[:, 1] ** 2
    a[1, 1] += a[0, 2]
    a[0:2, 1:3] *= 2
    return np.sum(a**2)


@program(M)
def two_dim_loops(m):
    a = np.zeros((2, 3), dtype=m.dtype)
    for i in range(2):
        for j in range(3):
            a[i, j] = m[i, j] ** 2 + (a[i - 1, j] if i > 0 else 0.0) + (a[i, j - 1] if j > 0 else 0.0)
    return a[1, 2] * a[0, 1]


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
def swap_elements(x):
    y = x * 1.0
    y[0], y[1] = y[1] * 2, y[0]
    return np.sum(y * np.array([1.0, 2.0, 3.0, 4.0]))


@program(X)
def swap_slices(x):
    y = x * 1.0
    y[:2], y[2:] = y[2:].copy(), y[:2].copy()
    return np.sum(y * x**2)


@program(X)
def swap_slices_views(x):
    y = x * 1.0
    y[:2], y[2:] = y[2:], y[:2]
    return np.sum(y * x**2)


@program(X)
def overlapping_slices(x):
    y = x * 1.0
    y[1:] = y[:-1]
    y[1:] += y[:-1]
    return np.sum(y * x)


@program(X)
def bubble_sort(x):
    y = x.copy()
    for i in range(4):
        for j in range(3 - i):
            if y[j] > y[j + 1]:
                y[j], y[j + 1] = y[j + 1], y[j]
    return np.sum(y * np.array([1.0, 2.0, 3.0, 4.0]))


@program(M @ M.T + np.eye(2) * 3, X[:2])
def gaussian_elimination(a, b):
    a = a.copy()
    b = b.copy()
    n = len(b)
    for k in range(n):
        for i in range(k + 1, n):
            f = a[i, k] / a[k, k]
            a[i, k:] -= f * a[k, k:]
            b[i] -= f * b[k]
    x = np.zeros(n, dtype=a.dtype)
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - a[i, i + 1 :] @ x[i + 1 :]) / a[i, i]
    return np.sum(x**2)


@program(M @ M.T + np.eye(2) * 3)
def cholesky_by_hand(a):
    n = a.shape[0]
    l = np.zeros((n, n), dtype=a.dtype)
    for i in range(n):
        for j in range(i + 1):
            s = a[i, j]
            for k in range(j):
                s -= l[i, k] * l[j, k]
            if i == j:
                l[i, j] = np.sqrt(s)
            else:
                l[i, j] = s / l[j, j]
    return np.sum(l * l * l)


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
def write_constant(x):
    y = x * x
    y[1] = 0.0
    y[2] = 1
    return np.sum(y)


@program(X)
def write_in_closure_of_loop(x):
    y = x * 1.0
    z = y[:2]
    for i in range(2):
        z[i] = x[i + 2] * y[i]
    return np.sum(y * y)


@program(X)
def result_array(x):
    y = np.zeros_like(x)
    for i in range(4):
        y[i] = x[i] * x[i - 1]
    return y


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
def np_out_free_copyto(x):
    y = np.empty_like(x)
    for i in range(len(x)):
        y[i] = np.exp(x[i])
    return np.sum(y)


@program(X)
def write_array_scalar_mix(x):
    y = np.ones((2, 4), dtype=x.dtype)
    y[0] = x
    y[1] = x[0]
    y[:, 2] = x[1]
    return np.sum(y[0] * y[1] * x)


@program(X)
def broadcast_write(x):
    y = np.zeros((3, 4), dtype=x.dtype)
    y[:] = x
    y[1:] *= x[:, None][:2]
    return np.sum(y * y)


@program(X)
def loop_carried_view(x):
    y = x * 1.0
    v = y[0:2]
    for i in range(3):
        v[0] = v[1] * 2
        v = y[i : i + 2]
    return np.sum(y * x)


@program(X)
def ellipsis_write(x):
    y = np.zeros_like(x)
    y[...] = x**2
    y[..., 0] = x[1]
    return np.sum(y * x)


@program(X)
def negative_step_view(x):
    y = x * 1.0
    r = y[::-1]
    r[0] = x[0] ** 2
    r += y
    return np.sum(y * x)


@program(X)
def column_of_outer(x):
    a = np.outer(x, x)
    c = a[:, 1]
    c[2:] = x[:2]
    a[2] = 0.0
    return np.sum(a) + np.sum(c**2)


@program(X)
def running_window(x):
    s = 0.0
    for i in range(1, len(x) - 1):
        s += (x[i + 1] - 2 * x[i] + x[i - 1]) ** 2
    return s


@program(X)
def history_rows(x):
    h = np.zeros((4, 4), dtype=x.dtype)
    h[0] = x
    for t in range(3):
        h[t + 1] = np.tanh(h[t]) * x
        h[t + 1, 0] = h[t, 1]
    return np.sum(h[-1] * h[1])


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
