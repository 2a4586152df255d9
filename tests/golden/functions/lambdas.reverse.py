# s2sad: lambdas.py:10 f, reverse mode with respect to x, a
# types: x: float, a: float
import numpy as np


def f_grad(x, a):
    # forward sweep
    t = a * x
    t1 = np.sin(t)
    # reverse sweep
    t2 = np.cos(a * t1)  # return twice(square, x) + twice(lambda t: np.sin(a * t), x)
    t_bar = a * t2 * np.cos(t)
    a_bar = t1 * t2 + x * t_bar
    a_bar += 1.0  # square = lambda t: t * t + a  # noqa: E731 - the form under test
    t_bar1 = 2 * (x * x + a)
    a_bar += t_bar1
    t_bar1 = x * t_bar1
    x_bar = a * t_bar + t_bar1
    x_bar += t_bar1
    return x_bar, a_bar
