# s2sad: heron.py:4 f, forward mode with respect to a
# types: a: float


def f_jvp(a, a_dot):
    x = a
    x_dot = a_dot
    while abs(x * x - a) > 1e-14:
        t = a / x
        x1 = 0.5 * (x + t)
        x_dot = 0.5 * (x_dot + (a_dot - t * x_dot) / x)
        x = x1
    return x * a, a * x_dot + x * a_dot
