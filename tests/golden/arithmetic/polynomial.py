"""All arithmetic operators on floats; a constant factor, a repeated factor, a power."""


def f(x, y):
    u = 3.0 * x**2 - x * y
    v = u / (1.0 + y * y)
    return -v + u**3 - 0.5 * v * v


ARGS = (0.7, 1.3)
ARGNUMS = (0, 1)
