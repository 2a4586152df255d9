"""range with stop, with start, with a negative step; the counter in the arithmetic."""


def f(x, n):
    s = 0.0
    p = 1.0
    for i in range(n):
        p = p * x
        s += p / (i + 1.0)
    for i in range(1, n):
        s = s * (1.0 + x / i)
    for i in range(n - 1, 0, -2):
        s = s + x * s / i
    return s


ARGS = (0.7, 5)
