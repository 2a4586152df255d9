"""A named tuple as an argument."""

from typing import NamedTuple

import numpy as np


class Particle(NamedTuple):
    mass: float
    velocity: np.ndarray


def f(p):
    return 0.5 * p.mass * np.sum(p.velocity * p.velocity) + np.log(p.mass)


ARGS = (Particle(1.5, np.array([0.3, -0.7])),)
