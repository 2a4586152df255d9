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
