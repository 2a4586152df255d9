# s2sad: newton_inside.py:6 f, forward mode with respect to a
# types: a: float


def f_jvp(a, a_dot):
    x = 1.0
    x_dot = 0.0
    for _ in range(4):
        t = 12 * x ** 2
        x_bar = 4 * x ** 3 - a  # return x**4 - a * x
        x_bar_dot = t * x_dot - a_dot
        t1 = x_bar / t
        x1 = x - t1
        x_dot += (t1 * (24 * x * x_dot) - x_bar_dot) / t  # x = x - slope(x) / grad(slope)(x)
        x = x1
    return x, x_dot
