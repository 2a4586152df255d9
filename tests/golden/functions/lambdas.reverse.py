# s2sad: lambdas.py:10 f, reverse mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_grad(x, a, y_bar=1.0):
    # forward sweep
    t = a * x
    t1 = np.sin(t)
    # reverse sweep
    t_bar = y_bar * np.cos(a * t1)  # return twice(square, x) + twice(lambda t: np.sin(a * t), x)
    t_bar1 = a * t_bar * np.cos(t)
    a_bar = t1 * t_bar + x * t_bar1
    a_bar += y_bar  # square = lambda t: t * t + a  # noqa: E731 - the form under test
    t_bar = 2 * ((x * x + a) * y_bar)
    a_bar += t_bar
    t_bar = x * t_bar
    x_bar = a * t_bar1 + t_bar
    x_bar += t_bar
    return x_bar, a_bar
