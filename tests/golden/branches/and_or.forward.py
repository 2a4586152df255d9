# s2sad: and_or.py:6 f, forward mode with respect to x, y
# types: x: float, y: float
import numpy as np


def f_jvp(x, y, x_dot, y_dot):
    z = x * y
    z_dot = y * x_dot + x * y_dot  # z = x * y
    t = x > 0.0 and y > 0.0
    t = t or z < -1.0
    if t:
        z1 = np.log(z)
        z_dot = np.divide(1.0, z) * z_dot
    else:
        z1 = z
    t = z1 > 0.0 or y > 2.0
    if not t:
        z = z1 * x
        z_dot = x * z_dot + z1 * x_dot  # z = z * x
    else:
        z = z1
    return z + y, z_dot + y_dot
