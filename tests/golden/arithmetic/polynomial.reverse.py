# s2sad: polynomial.py:4 f, reverse mode with respect to x, y
# types: x: float, y: float


def f_grad(x, y, y_bar=1.0):
    # forward sweep
    u = 3.0 * x ** 2 - x * y
    t = 1.0 + y * y
    v = u / t
    # reverse sweep
    t_bar = -y_bar  # return -v + u**3 - 0.5 * v * v
    v_bar = 0.5 * v * t_bar + 0.5 * (v * t_bar)
    v_bar -= y_bar
    u_bar = y_bar * (3 * u ** 2) + v_bar / t  # v = u / (1.0 + y * y)
    t_bar = -u_bar  # u = 3.0 * x**2 - x * y
    y_bar = x * t_bar - 2 * (y * (v_bar * (v / t)))
    x_bar = y * t_bar + 3.0 * u_bar * (2 * x)
    return x_bar, y_bar
