# s2sad: sine_recursion.py:6 func, forward mode with respect to x
# types: x: float
import numpy as np


def func_jvp(x, x_dot):
    z = 0.0
    z_dot = 0.0
    for _ in range(20):
        t = x * z
        z1 = np.sin(t) + x
        z_dot = np.cos(t) * (z * x_dot + x * z_dot) + x_dot  # z = np.sin(x * z) + x
        z = z1
    return z, z_dot
