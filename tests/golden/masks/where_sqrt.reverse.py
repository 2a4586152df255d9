# s2sad: where_sqrt.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    t1 = np.sqrt(np.abs(x))
    t = np.exp(-x)
    # reverse sweep
    with np.errstate(divide='ignore', over='ignore', invalid='ignore'):
        # return np.sum(np.where(x > 0, np.sqrt(np.abs(x)) * np.exp(-x), 0.0))
        x_bar = t * y_bar * (0.5 / t1) * np.sign(x) - t * (t1 * y_bar)
    x_bar = np.where(x > 0, x_bar, 0.0)
    return x_bar
