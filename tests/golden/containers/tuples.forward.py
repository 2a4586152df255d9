# s2sad: tuples.py:6 f, forward mode with respect to point
# types: point: (float, float)
import numpy as np


def f_jvp(point, point_dot):
    x = point[0]
    x_dot = point_dot[0]  # x, y = point
    y = point[1]
    y_dot = point_dot[1]  # x, y = point
    r = np.sqrt(x * x + y * y)
    # polar = (np.sqrt(x * x + y * y), np.arctan(y / x))
    t_dot = 0.5 / r * (2 * (x * x_dot) + 2 * (y * y_dot))
    t = y / x
    phi = np.arctan(t)
    # polar = (np.sqrt(x * x + y * y), np.arctan(y / x))
    t_dot1 = (y_dot / x - t / x * x_dot) / (1.0 + t * t)
    t = r * phi + r * y
    # return r * phi + polar[0] * point[1]
    t_dot = phi * t_dot + r * t_dot1 + (y * t_dot + r * y_dot)
    return t, t_dot
