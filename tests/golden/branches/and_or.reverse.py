# s2sad: and_or.py:6 f, reverse mode with respect to x, y
# types: x: float, y: float
import numpy as np


def f_grad(x, y):
    # forward sweep
    z = x * y
    t = x > 0.0 and y > 0.0
    t = t or z < -1.0
    if t:
        z1 = np.log(z)
    else:
        z1 = z
    t1 = z1 > 0.0 or y > 2.0
    # reverse sweep
    if not t1:
        z_bar = x
        x_bar = z1
    else:
        z_bar = 1.0
        x_bar = 0.0
    z_bar = np.divide(z_bar, z) if t else z_bar  # if (x > 0.0 and y > 0.0) or z < -1.0:
    y_bar = 1.0 + x * z_bar  # z = x * y
    x_bar += y * z_bar
    return x_bar, y_bar
