# s2sad: polynomial.py:4 f, forward mode with respect to x, y
# types: x: float, y: float


def f_jvp(x, y, x_dot, y_dot):
    u = 3.0 * x ** 2 - x * y
    u_dot = x_dot * (6.0 * x - y) - x * y_dot  # u = 3.0 * x**2 - x * y
    t = 1.0 + y * y
    v = u / t
    v_dot = (u_dot - 2 * v * y * y_dot) / t  # v = u / (1.0 + y * y)
    return -v + u ** 3 - 0.5 * v * v, 3 * u ** 2 * u_dot - v_dot - v * v_dot
