"""A dataclass as an argument, with a field that is not a float."""

from dataclasses import dataclass


@dataclass
class Spring:
    stiffness: float
    rest: float
    count: int


def f(spring, x):
    energy = 0.0
    for k in range(spring.count):
        stretch = x - spring.rest * (k + 1)
        energy += 0.5 * spring.stiffness * stretch * stretch
    return energy


ARGS = (Spring(2.0, 0.4, 3), 1.7)
ARGNUMS = (0, 1)
