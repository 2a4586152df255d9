"""Elements and slices of arrays that are written in place, after other uses, in branches and loops."""

# ruff: noqa: E741 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

WRITES = Programs()
program = WRITES.add
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
def result_and_argument_written(x):
    x[1:] += x[:-1]
    y = x
    y[0] = x[3] * 2
    return y, np.sum(x)


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
def ellipsis_write(x):
    y = np.zeros_like(x)
    y[...] = x**2
    y[..., 0] = x[1]
    return np.sum(y * x)


@program(X)
def column_of_outer(x):
    a = np.outer(x, x)
    c = a[:, 1]
    c[2:] = x[:2]
    a[2] = 0.0
    return np.sum(a) + np.sum(c**2)


@program(X)
def diagonal_writes(x):
    a = np.outer(x, x)
    for i in range(4):
        a[i, i] = 1.0
        a[i] *= a[:, i]
    return np.sum(a * a)


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
