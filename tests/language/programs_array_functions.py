"""Functions of NumPy that give views, write to their arguments, or give an argument itself."""

from __future__ import annotations

import numpy as np

from .programs import Programs

ARRAY_FUNCTIONS = Programs()
program = ARRAY_FUNCTIONS.add
X = np.array([0.3, 0.8, 1.1, 0.6])
sliding_window_view = np.lib.stride_tricks.sliding_window_view


# --- views and arguments themselves ----------------------------------------------------------------------------------


@program(X, 0.7, order=2)
def windows_read_before_the_array_is_written(x, a):
    y = x * a
    w = sliding_window_view(y, 2)
    s = np.sum(w[:, 0] * w[:, 1] ** 2)
    y[0] = 3.0 * a
    return s + np.sum(y**2)


@program(X, 0.7)
def array_written_under_its_windows(x, a):
    y = x * a
    w = sliding_window_view(y, 2)
    y[1] = a
    return np.sum(w)


@program(X, 0.7)
def windows_written(x, a):
    w = sliding_window_view(x * a, 2)
    for i in range(2):
        w[i, 0] = a
    return np.sum(w)


@program(X, 0.7)
def windows_scaled(x, a):
    w = sliding_window_view(x * a, 2)
    w *= 2
    return np.sum(w)


@program(X, 0.7)
def read_only_on_one_path_written(x, a):
    w = np.broadcast_to(x, (2, 4)) if a > 0 else np.outer(x, x)
    w[0, 0] = a
    return np.sum(w)


@program(X, 0.7, order=2)
def conversion_to_its_own_dtype_written(x, a):
    y = np.float64(x * a)
    y[0] = a
    return np.sum(y**3) + np.sum(np.float64(x) ** 2)


@program(X, 0.7)
def array_of_its_own_dtype_written(x, a):
    z = np.float64(x)
    z[0] = a
    return np.sum(x**2)


@program(X, 0.7)
def integers_of_their_own_dtype_written(x, a):
    i = np.arange(4)
    k = np.int64(i)
    k[0] = 5
    return np.sum(i * x) * a


@program(X, 0.7, order=2)
def differences_of_order_zero_written(x, a):
    y = x * a
    z = np.diff(y, n=0)
    z[0] = a
    return np.sum(y**2)


# --- what does not fit -----------------------------------------------------------------------------------------------


@program(X, 0.7)
def integers_divided_in_place(x, a):
    i = np.arange(4)
    i /= 2
    return np.sum(i * x) * a


@program(X, 0.7)
def times_the_imaginary_unit_in_place(x, a):
    y = x * a
    y *= 1j
    return np.sum(y)


@program(X, 0.7)
def imaginary_result_put_into_floats(x, a):
    y = x * a
    np.multiply(x, 1j, out=y)
    return np.sum(y)


@program(X, 0.7)
def sum_put_into_an_array_with_axes(x, a):
    y = x * a
    np.sum(x, out=y)
    return np.sum(y)


@program(X, 0.7)
def number_filled(x, a):
    s = x[0] * a
    s.fill(2.0)
    return s**2


# --- writes to elements by their numbers -----------------------------------------------------------------------------


@program(X, 0.7, order=2)
def put_from_the_end(x, a):
    m = np.outer(x, x * a)
    np.put(m, [2, -1, 5], [a, x[1]])
    y = x * a
    y.put(-1, a)
    return np.sum(m**2) + np.sum(y**3)


@program(X, 0.7, order=2)
def put_nothing(x, a):
    y = x * a
    np.put(y, [], [a])
    np.put(y, [0], [])
    y.put([0, 1], x[x > 100.0])
    return np.sum(y**2)


@program(X, 0.7, order=2)
def diagonal_filled_again_from_the_first(x, a):
    m = np.outer(x, x)
    np.fill_diagonal(m, [a, 1.0])
    t = np.outer(x, x[:2])
    np.fill_diagonal(t, x * a)
    return np.sum(m**2) + np.sum(t**3)


@program(X, 0.7, order=2)
def put_along_no_axis(x, a):
    m = np.outer(x, x)
    np.put_along_axis(m, np.array([0, -1]), x[:2] * a, axis=None)
    return np.sum(m**2)


@program(X, 0.7, order=2)
def masked_by_a_flat_mask(x, a):
    m = np.outer(x, x)
    np.putmask(m, (m > 0.5).ravel(), a)
    np.putmask(m, m < 0.2, [])
    np.place(m, m < 0.3, [a, x[1]])
    return np.sum(m**2)


@program(X, 0.7, order=2)
def list_subtracted_at(x, a):
    y = x * a
    np.subtract.at(y, [0, 0], [a, x[0]])
    return np.sum(y**2)


# --- flat ------------------------------------------------------------------------------------------------------------


@program(X, 0.7, order=2)
def flat_parts_are_copies(x, a):
    y = x * a
    z = y.flat[:2]
    z *= 2
    m = np.outer(x, x)
    w = m.flat[1:3]
    m[0, 1] = a
    return np.sum(y**2) + np.sum(z**3) + np.sum(m**2) + np.sum(w**3)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def flat_values_repeated(x, a):
    y = x * a
    y.flat[:] = [a, 1.0, x[0]]
    y.flat[[0, -1, 2]] = [x[1], a]
    y.flat[x > 0.5] = [a * x[2]]
    y.flat[:2] = []
    return np.sum(y**2 * x)


@program(X, 0.7, order=2)
def flat_of_any_layout(x, a):
    m = np.outer(x, x * a).T
    m.flat[-1] = a
    m.flat[2] += 3 * a
    m.flat[[0, 1]] *= a
    m.flat[::5] = x**3
    return np.sum(m**2 * np.arange(16.0).reshape(4, 4))


@program(X, 0.7)
def flat_assigned_from_a_part_of_itself(x, a):
    y = x * a
    y.flat[1:] = y[:-1]
    return np.sum(y)


@program(X, 0.7)
def flat_given_a_name(x, a):
    y = x * a
    f = y.flat
    f[:2] = a
    return np.sum(y)


@program(X, 0.7)
def flat_by_no_index(x, a):
    y = x * a
    y.flat[()] = a
    return np.sum(y)


@program(X, 0.7)
def lists_nested_too_deeply(x, a):
    y = x * a
    y[:2] = [[a, 1.0]]
    return np.sum(y)


# --- copies, and writes that nobody follows --------------------------------------------------------------------------


@program(X, 0.7, order=2)
def list_of_an_array_that_is_written(x, a):
    y = x * a
    values = y.tolist()
    y[0] = a
    values[1] = x[0] * a
    return np.sum(y**2) + sum(v**3 for v in values)


@program(0.7)
def buffer_filled_by_a_generator(x):
    rng = np.random.default_rng(0)
    buf = np.empty(3)
    y = x * np.ones(3)
    for _ in range(3):
        rng.standard_normal(out=buf)
        y = y * buf
    return np.sum(y)
