# s2sad: augmented.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_jvp(x, x_dot):
    y = x * 2.0
    t_dot = 2.0 * x_dot  # y *= 2.0
    z = x - np.cos(y)
    z_dot = x_dot + np.sin(y) * t_dot  # z -= np.cos(y)
    y /= z
    y_dot = (t_dot - y * z_dot) / z  # y /= z
    z1 = y ** 2
    return z - z1, z_dot - 2 * y * y_dot
