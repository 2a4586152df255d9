# s2sad: bending.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # reverse sweep
    x_bar = np.zeros_like(x)
    for i in range(x.shape[0] - 2, 0, -1):
        t = x[i + 1] - 2.0 * x[i] + x[i - 1]
        t1 = 2 * t  # s += (x[i + 1] - 2.0 * x[i] + x[i - 1]) ** 2
        x_bar[i - 1] += t1
        x_bar[i] -= 4.0 * t
        x_bar[i + 1] += t1
    return x_bar
