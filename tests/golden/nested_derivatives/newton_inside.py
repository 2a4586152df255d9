"""Newton's method on a gradient, differentiated through."""

from s2sad import grad


def f(a):
    def loss(x):
        return x**4 - a * x

    x = 1.0
    for _ in range(4):
        slope = grad(loss)
        x = x - slope(x) / grad(slope)(x)
    return x


def twin(a):
    x = 1.0
    for _ in range(4):
        x = x - (4.0 * x**3 - a) / (12.0 * x**2)
    return x


ARGS = (2.5,)
TWIN = twin
