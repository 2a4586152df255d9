# s2sad: products_before.py:6 f, reverse mode with respect to x
# types: x: float64[x.0], w: float
import numpy as np


def f_grad(x, w):
    # forward sweep
    t = x[0] + x[1]
    z = x / t
    z1 = z.copy()
    z2 = z[1:]
    z2 -= z[:-1] * w
    mask = z > 0.2
    # reverse sweep
    with np.errstate(all='ignore'):
        z_bar = np.where(mask, 0.5 / np.sqrt(z), 0.0)  # z[1:] -= z[:-1] * w
    z_bar1 = z_bar[1:]
    z_bar[:-1] -= w * z_bar1
    x_bar = z_bar / t  # z = x / (x[0] + x[1])
    t = -np.sum(z1 * x_bar)
    x_bar[1] += t
    x_bar[0] += t
    return x_bar
