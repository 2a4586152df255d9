"""Arrays that functions hand on without a copy: chosen by a key, converted to what they are, shown by a view."""

# ruff: noqa: PLW2901 - the forms under test

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.fft

from .programs import Programs

HANDED_ON = Programs()
program = HANDED_ON.add
X = np.array([0.3, -0.8, 1.1])
M = np.array([[0.3, -0.8, 1.1], [0.6, -0.45, 0.9], [1.2, 0.7, -0.33]])


class Particle:
    def __init__(self, place: Any, mass: Any) -> None:
        self.place = place
        self.mass = mass


# --- chosen by a key -------------------------------------------------------------------------------------------------


@program(M, 0.7, order=2)
def largest_row_read_and_all_scaled(m, a):
    y = m * a
    row = max(y, key=np.sum)
    s = np.sum(row**3)
    y *= 2
    return s + np.sum(y)


@program(X, 0.7, order=2)
def heaviest_particle_moved_later(x, a):
    particles = [Particle(x * a, 1.0), Particle(x * x, 2.0)]
    heaviest = max(particles, key=lambda p: p.mass)
    s = np.sum(heaviest.place**3)
    particles[1].place[1] = a
    return s + np.sum(particles[0].place * particles[1].place)


@program(X, 0.7, order=2)
def least_of_two_arrays_written(x, a):
    least = sorted([x * 1.0, x * x], key=np.sum)[0]
    least += a
    return np.sum(least**2)


@program(X, 0.7)
def ordered_arrays_written(x, a):
    ordered = sorted([x * 1.0, x / 1], key=np.sum)
    for w in ordered:
        w += a
    return np.sum(ordered[0] * ordered[1])


# --- converted to what they are --------------------------------------------------------------------------------------


@program(X, 0.7, order=2)
def conversion_read_and_the_array_written_in_each_run(x, a):
    y = x * 1.0
    s = 0.0
    for _ in range(2):
        w = y.astype(float, copy=False)
        s += np.sum(w**3)
        y[0] *= a
    return s


@program(X, 0.7, order=2)
def functions_of_a_conversion(x, a):
    w = x.astype(float, copy=False)
    s = [w * w, np.exp(w)]
    x[0] = 2 * a
    return np.sum(s[0] * s[1])


@program(X, 0.7)
def conversion_that_may_be_the_array_written(x, a):
    y = x * a
    w = y.astype(float, copy=a < 0)
    w[0] = 3.0
    return np.sum(w * y)


# --- shown by a view of constants ------------------------------------------------------------------------------------


@program(X, 0.7)
def indices_of_a_mesh_of_what_changes(x, a):
    rows, s = np.array([0, 1]), 0.0
    for _ in range(2):
        places = np.ix_(rows)[0]
        s += np.sum(x[places] ** 2) * a
        rows[0] = 2
    return s


@program(X, 0.7)
def counts_of_what_changes(x, a):
    places = np.array([1, 2, 0, 2])
    counts = np.bincount(places)
    places[1] = 0
    return np.sum(x * counts) * a + x[places[1]]


@program(X, 0.7)
def differences_of_order_zero_of_a_list(x, a):
    places = [2, 1, 0]
    same = np.diff(places, n=0)
    s = np.sum(x[same] ** 2)
    places[1] = 0
    return s * a + np.sum(x[same] ** 3)


@program(X, 0.7)
def mesh_of_indices_that_change(x, a):
    rows = np.array([0, 1])
    (places,) = np.ix_(rows)
    rows[0] = 2
    return np.sum(x[places]) * a


@program(X, 0.7)
def trimmed_zeros_of_what_changes(x, a):
    c = np.array([1.0, 2.0])
    w = np.trim_zeros(c)
    c[0] = 5.0
    return np.sum(w * x[:2]) * a


@program(X, 0.7)
def method_of_arrays_by_its_slot(x, a):
    c = np.array([1.0, 2.0, -0.5])
    w = np.ndarray.__getitem__(c, slice(1, None))
    c[1] = a
    return np.sum(w * x[1:])


# --- written to by a function of constants ---------------------------------------------------------------------------


@program(X, 0.7)
def places_put_where_a_function_is_told(x, a):
    places, m = np.zeros(2, int), np.zeros(2, bool)
    np.argmax(np.eye(2), 0, places)
    s = x[places[1]] * a
    np.eye(2).argmin(0, places)
    np.any(np.eye(2), 0, m)
    return s + x[places[0]] ** 2 + np.sum(x[:2][m] ** 2)


@program(X, 0.7)
def rounded_into_an_array(x, a):
    y, z = np.zeros_like(x), np.zeros_like(x)
    np.fix(x * 3, y)
    x.round(1, z)
    return np.sum(y * x * a) + np.sum(z * x)


@program(X, 0.7)
def methods_that_write_to_a_later_argument(x, a):
    y, z = np.zeros_like(x), np.zeros_like(x)
    (x * a).cumsum(0, None, y)
    x.clip(-0.5, 0.5, z)
    return np.sum(y * z)


@program(X, 0.7)
def argument_that_a_transform_may_overwrite(x, a):
    c = np.array([1.0, 2.0, -0.5])
    d = scipy.fft.dct(c, overwrite_x=True)
    return np.sum(c * x) * a + d[0]


@program(X, 0.7)
def draws_put_into_an_array(x, a):
    c = np.zeros(3)
    np.random.default_rng(0).standard_normal(3, float, c)
    return np.sum(c * x) * a


# --- held by an array of objects -------------------------------------------------------------------------------------


@program(X, 0.7, order=2)
def array_of_arrays(x, a):
    y = np.array([x * a, x], dtype=object)
    return np.sum(y[0] * y[1])


@program(X, 0.7)
def array_of_arrays_of_different_lengths(x, a):
    y = np.array([x * a, x[1:]], dtype=object)
    return np.sum(y[0] ** 2) * np.sum(y[1])


@program(X, 0.7)
def array_in_an_array_of_objects_written(x, a):
    u = x * a
    y = np.array([u, x[1:]], dtype=object)
    u[0] = 5 * a
    return np.sum(y[0] ** 2) * np.sum(y[1])
