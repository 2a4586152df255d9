"""Arrays that functions hand on without a copy: chosen by a key, converted to what they are, shown by a view."""

from __future__ import annotations

from typing import Any

import numpy as np

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
