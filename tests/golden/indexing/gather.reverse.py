# s2sad: gather.py:6 f, reverse mode with respect to x
# types: x: float64[x.0], index: int64[index.0]
import numpy as np


def f_grad(x, index):
    # forward sweep
    y = x[index]
    y_bar = np.sin(y)
    # reverse sweep
    y_bar += y * np.cos(y)  # return np.sum(np.sin(y) * y)
    x_bar = np.zeros_like(x)  # y = x[index]
    np.add.at(x_bar, index, y_bar)
    return x_bar
