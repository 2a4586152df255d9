# s2sad: polynomial.py:4 f, reverse mode with respect to x, y
# types: x: float, y: float


def f_grad(x, y):
    # forward sweep
    u = 3.0 * x ** 2 - x * y
    t = 1.0 + y * y
    v = u / t
    # reverse sweep
    v_bar = -1.0 - v  # return -v + u**3 - 0.5 * v * v
    t_bar = v_bar / t  # v = u / (1.0 + y * y)
    u_bar = 3 * u ** 2 + t_bar
    y_bar = x * -u_bar - 2 * (y * (v * t_bar))  # u = 3.0 * x**2 - x * y
    x_bar = u_bar * (6.0 * x - y)
    return x_bar, y_bar
