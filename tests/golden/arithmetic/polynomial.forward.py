# s2sad: polynomial.py:4 f, forward mode with respect to x, y
# types: x: float, y: float


def f_jvp(x, y, x_dot, y_dot):
    u = 3.0 * x ** 2 - x * y
    u_dot = 3.0 * (2 * x * x_dot) - (y * x_dot + x * y_dot)  # u = 3.0 * x**2 - x * y
    t = 1.0 + y * y
    v = u / t
    v_dot = u_dot / t - v / t * (2 * (y * y_dot))  # v = u / (1.0 + y * y)
    t = 0.5 * v
    return -v + u ** 3 - t * v, 3 * u ** 2 * u_dot - v_dot - (v * (0.5 * v_dot) + t * v_dot)
