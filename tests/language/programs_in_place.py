"""Arrays changed in place by the functions and methods of NumPy, by every kind of index, and through views."""

# ruff: noqa: PLW2901 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

IN_PLACE = Programs()
program = IN_PLACE.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])
S = np.array([[1.5, 0.2, -0.3], [0.8, 1.6, 0.2], [0.1, -0.4, 1.3]])


@program(M, order=2)
def element_of_a_matrix(m):
    a = m * 1.0
    a[0, 1] += m[1, 1] ** 2
    a[1, 2] *= a[0, 1]
    a[1, 0] -= a[1, 2]
    return np.sum(a * m)


@program(X, order=2)
def strides_written(x):
    y = np.zeros(8, dtype=x.dtype)
    y[::2] = x**2
    y[1::2] = y[::2][::-1] * x
    y[::-3] += 1.0
    y[6::-2] *= x
    return np.sum(y**2)


@program(X, order=2)
def none_index_written(x):
    y = np.zeros((4, 4), dtype=x.dtype)
    y[None, :, 0] = x
    y[:, None, 1] = (x**2)[:, None]
    y[..., 2] = x[0]
    return np.sum(y**3)


@program(X, order=2)
def boolean_masks(x):
    y = x * 2.0
    m = y > 1.1
    y[m] = x[m] ** 2
    z = y[~m]
    y[y < 0] += z[0]
    return np.sum(y * x) * np.sum(z)


@program(X, order=2)
def repeated_indices_last_wins(x):
    y = np.zeros(3, dtype=x.dtype)
    y[np.array([0, 1, 1, 0])] = x**2
    y[[2, 2]] = x[1:3]
    return np.sum(y * np.array([1.0, 2.0, 3.0]))


@program(X, order=2)
def repeated_indices_augmented_once(x):
    y = x[:3] * 1.0
    y[np.array([0, 1, 1, 0])] += x**2
    y[[2, 2]] *= x[1:3]
    return np.sum(y * np.array([1.0, 2.0, 3.0]))


@program(X, order=2)
def add_at(x):
    y = np.zeros(3, dtype=x.dtype)
    np.add.at(y, np.array([0, 1, 1, 0]), x**2)
    np.subtract.at(y, 2, x[0])
    np.add.at(y, [0, 0], 1.0)
    return np.sum(y**2)


@program(X, order=2)
def multiply_at(x):
    y = x * 1.0
    np.multiply.at(y, [0, 1], x[2:])
    return np.sum(y**2)


@program(X, order=2)
def augmented_arrays(x):
    y = x * 2.0
    alias = y
    y += x
    y *= x
    y -= 0.5 * x
    y /= 2.0 + x
    y **= 3
    return np.sum(alias * y)


@program(S, order=2)
def matrix_multiplied_in_place(a):
    b = a * 1.0
    alias = b
    b @= a
    b @= a.T
    return np.sum(alias * a)


@program(X, order=2)
def floor_divided_in_place(x):
    y = x * 3.0
    y %= 0.7
    z = x * 3.0
    z //= 0.7
    y *= z
    return np.sum(y * x)


@program(X, order=2)
def out_of_ufuncs(x):
    y = np.empty_like(x)
    np.multiply(x, x, out=y)
    np.sin(y, out=y)
    np.add(y, x, y)
    z = np.exp(y, out=np.zeros_like(x))
    return np.sum(y * z)


@program(X, order=2)
def out_tuple_and_slices(x):
    y = np.zeros(6, dtype=x.dtype)
    np.multiply(x, 2.0, out=y[1:5])
    np.sin(x[:2], out=(y[:2],))
    return np.sum(y**2)


@program(S, order=2)
def out_of_functions(a):
    b = np.empty_like(a)
    np.dot(a, a, out=b)
    v = np.empty(3, dtype=a.dtype)
    np.sum(b, axis=0, out=v)
    c = np.empty_like(a)
    np.matmul(a, b, out=c)
    np.cumsum(v, out=v)
    np.clip(c, -1.0, 1.0, out=c)
    return np.sum(b * v) + np.sum(c**2)


@program(S, order=2)
def out_of_joins(a):
    b = np.zeros((6, 3), dtype=a.dtype)
    np.concatenate([a, a * a], out=b)
    c = np.zeros((2, 3, 3), dtype=a.dtype)
    np.stack([a, b[3:]], out=c)
    d = np.zeros(2, dtype=a.dtype)
    np.take(a[0], [0, 2], out=d)
    np.max(a[:2], axis=1, out=d)
    return np.sum(b**2) + np.sum(c**3) * np.sum(d)


@program(X, order=2)
def copyto(x):
    y = np.zeros_like(x)
    np.copyto(y, x**2)
    np.copyto(y, x[0], where=x < 0)
    np.copyto(y[1:], x[:3] * 2)
    return np.sum(y * x)


@program(X, order=2)
def put(x):
    y = x * 1.0
    np.put(y, [0, 2], x[1:3] ** 2)
    np.put(y, 3, x[0])
    m = np.outer(y, x)
    np.put(m, [1, 7], [x[0], x[1] * x[2]])
    y.put([1], x[3])
    return np.sum(m * y)


@program(S, order=2)
def fill_diagonal(a):
    b = a * 1.0
    np.fill_diagonal(b, a[0] ** 2)
    c = a * a
    np.fill_diagonal(c, a[1, 2])
    np.fill_diagonal(c[:2, :2], 0.0)
    return np.sum(b * c)


@program(X, order=2)
def filled(x):
    y = np.empty_like(x)
    y.fill(x[0] ** 2)
    y[0] = x[1]
    z = x * 1.0
    z[1:3].fill(x[3])
    z.fill(0.0) if x[0] > 1 else None
    return np.sum(y * z * x)


@program(X, order=2)
def sorted_arrays(x):
    y = x * x
    y.sort()
    m = np.outer(x, x)
    m.sort(axis=0)
    m[1].sort()
    return np.sum(y * np.arange(4.0)) + np.sum(m * x)


@program(M, order=2)
def whole_array_written(m):
    a = np.zeros_like(m)
    a[...] = m**2
    a[:] = a * m
    a[:, :] += 1.0
    a[()] = a * 2
    return np.sum(a * m)


@program(M, order=2)
def flat_written(m):
    a = m * 1.0
    for i in range(a.size):
        a.flat[i] = a.flat[i - 1] * m.flat[i] + 1.0
    a.flat[1:3] = m[0, 0]
    return np.sum(a * m)


@program(M, order=2)
def flat_augmented(m):
    a = m * 1.0
    a.flat[2] += m[1, 1]
    a.flat[4] *= a.flat[2]
    return np.sum(a * m)


@program(M, order=2)
def flat_assigned(m):
    a = np.zeros_like(m)
    a.flat = np.arange(6.0) * m[0, 1]
    return np.sum(a * m)


@program(S, order=2)
def diagonal_read(a):
    d = np.diagonal(a)
    e = a.diagonal(1)
    return np.sum(d**2) * np.sum(e)


@program(S, order=2)
def diagonal_by_a_stride_written(a):
    b = a * 1.0
    b.ravel()[::4] = a[0] ** 2
    b.reshape(-1)[1::4] *= 2.0
    return np.sum(b * a)


@program(S, order=2)
def diagonal_by_indices_written(a):
    b = a * 1.0
    i = np.arange(3)
    b[i, i] = a[0] ** 2
    b[np.diag_indices(3)] += a[1]
    b[np.triu_indices(3, 1)] *= 2.0
    b[np.tril_indices(3, -1)] = 0.0
    return np.sum(b * a)


@program(M, order=2)
def written_through_views(m):
    a = m * 1.0
    a.T[0] = m[:, 1] ** 2
    a.reshape(6)[4] = m[0, 0]
    a.ravel()[5] *= m[0, 1]
    a[:, 1:].T[1] += m[1, 0]
    a[::-1][0] *= 2.0
    np.swapaxes(a, 0, 1)[2] = m[0, 2] ** 2
    return np.sum(a * m)


@program(M, order=2)
def rows_scaled_in_a_loop(m):
    a = m * 1.0
    for row in a:
        row *= row[0]
    for k, row in enumerate(a):
        row[k] += m[0, 0]
    return np.sum(a * m)


@program(X, order=2)
def argument_changed_and_returned(x):
    x[1:] *= x[:-1]
    x += 1.0
    x[0] = x[2] ** 2
    return np.sum(x * x)


@program(X, np.array([1.0, 2.0, 3.0, 4.0]), argnums=0, order=2)
def inactive_buffer_overwritten(x, c):
    w = np.ones(4)
    s = 0.0
    for k in range(3):
        w[:] = c * k
        s = s + np.sum(w * x * x)
        w += 1.0
    c[:] = 0.0
    return s * s


@program(X, order=2)
def indices_that_change(x):
    index = np.array([0, 1, 2, 3])
    mask = np.array([True, False, True, False])
    y = x * 1.0
    for k in range(3):
        y[index[k]] += x[index[k + 1]] ** 2
        y[mask] *= 1.1
        index[k + 1] = index[k]
        mask[:] = ~mask
        mask[k] = True
    return np.sum(y * x)


@program(X, order=2)
def permutation_swapped(x):
    perm = np.arange(4)
    y = x * 1.0
    for k in range(3):
        p = k + int(np.argmax(np.abs(y[perm[k:]])))
        perm[[k, p]] = perm[[p, k]]
        y[perm[k + 1 :]] -= y[perm[k]] * x[k]
    return np.sum(y * x)


@program(X, order=2)
def broadcast_on_assignment(x):
    y = np.zeros((2, 3, 4), dtype=x.dtype)
    y[:] = x
    y[0] *= x[:3, None]
    y[1, :2] = x[0] ** 2
    y[:, :, 1:3] += x[:2]
    return np.sum(y**3)


@program(X, order=2)
def active_into_integers(x):
    y = np.zeros(4, dtype=int)
    y[0] = x[0]
    return np.sum(y * x)


@program(X, order=2)
def active_into_booleans(x):
    y = np.zeros(4, dtype=bool)
    y[:] = x
    return np.sum(y * x)


@program(X, order=2)
def place_and_putmask(x):
    y = x * 1.0
    np.place(y, y < 0, x[0] ** 2)
    np.putmask(y, y > 1, x * 2)
    return np.sum(y * x)


@program(X, order=2)
def put_along_axis(x):
    y = np.outer(x, x)
    np.put_along_axis(y, np.array([[0], [1], [2], [0]]), x[:, None], axis=1)
    return np.sum(y**2)


@program(X, order=2)
def roll_in_place(x):
    y = x * 1.0
    y[:] = np.roll(y, 1)
    y[1:], y[0] = y[:-1].copy(), y[-1]
    return np.sum(y * x)


@program(X, order=2)
def partitioned(x):
    y = x * x
    y.partition(2)
    return y[2] * x[0]
