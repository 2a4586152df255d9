"""Two carried values, by the symplectic Euler method."""

import numpy as np


def f(angle, omega):
    h = 0.1
    for _ in range(10):
        omega = omega - h * np.sin(angle)
        angle = angle + h * omega
    return 0.5 * omega**2 - np.cos(angle)


ARGS = (0.8, 0.1)
ARGNUMS = (0, 1)
