"""Heron's square root, until it has converged."""


def f(a):
    x = a
    while abs(x * x - a) > 1e-14:
        x = 0.5 * (x + a / x)
    return x * a


ARGS = (1.7,)
