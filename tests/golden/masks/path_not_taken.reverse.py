# s2sad: path_not_taken.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    t = x[0]
    a = np.log(t)
    a_bar = x[1] if a == -np.inf else x[1]
    # reverse sweep
    if a == -np.inf:
        x_bar = np.zeros_like(x)  # return x[1] ** 2
        x_bar[1] += 2 * a_bar
        a_bar = 0.0
    else:
        x_bar = np.zeros_like(x)  # return a * x[1]
        x_bar[1] += a
    mask = a != -np.inf  # if a == -np.inf:
    with np.errstate(all='ignore'):
        t_bar = a_bar / t  # a = np.log(x[0])
    x_bar[0] += t_bar if mask else 0.0
    return x_bar
