"""A particle in an electric field: the force is a gradient, taken in a loop."""

import numpy as np

from s2sad import grad


def potential(p, charges, places):
    """Of point charges (k) at places (k, 2), softened."""
    total = 0.0
    for k in range(len(charges)):
        total += charges[k] / np.sqrt(np.sum((p - places[k]) ** 2) + 0.1)
    return total


def shot(p, v, charges, places, steps=5, dt=0.05):
    """Where a unit charge is after some leapfrog steps."""
    field = grad(potential)
    for _ in range(steps):
        v = v - dt * field(p, charges, places)
        p = p + dt * v
    return p


def shot_in_place(p, v, charges, places, steps=5, dt=0.05):
    p, v = p.copy(), v.copy()
    for _ in range(steps):
        v -= dt * grad(potential)(p, charges, places)
        p += dt * v
    return p


def written_out(p, v, charges, places, steps=5, dt=0.05):
    """The same with the field by hand."""
    for _ in range(steps):
        force = np.zeros_like(p)
        for q, place in zip(charges, places, strict=True):
            d = p - place
            force += q * d / (np.sum(d**2) + 0.1) ** 1.5
        v = v + dt * force
        p = p + dt * v
    return p
