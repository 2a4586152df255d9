# s2sad: argument.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]


def f_grad(x):
    # forward sweep
    t = x[1]
    t1 = x[2]
    x[0] = t * t1
    x *= 2.0
    # reverse sweep
    x_bar = 4.0 * x  # x *= 2.0
    t_bar = x_bar[0]  # x[0] = x[1] * x[2]
    x_bar[0] = 0.0
    x_bar[2] += t * t_bar
    x_bar[1] += t1 * t_bar
    return x_bar
