# s2sad: products_before.py:6 f, forward mode with respect to x
# types: x: float64[x.0], w: float
import numpy as np


def f_jvp(x, w, x_dot):
    t = x[0] + x[1]
    z = x / t
    with np.errstate(all='ignore'):
        z_dot = (x_dot - (x_dot[0] + x_dot[1]) * z) / t  # z = x / (x[0] + x[1])
    z1 = z[1:]
    z1 -= z[:-1] * w
    with np.errstate(all='ignore'):
        z_dot[1:] -= w * z_dot[:-1]  # z[1:] -= z[:-1] * w
    mask = z > 0.2
    t = np.sqrt(z)
    with np.errstate(all='ignore'):
        return np.sum(np.where(mask, t, 0.0)), np.sum(np.where(mask, 0.5 / t * z_dot, 0.0))
