# s2sad: tuples.py:6 f, forward mode with respect to point
# types: point: (float, float)
import numpy as np


def f_jvp(point, point_dot):
    x = point[0]
    x_dot = point_dot[0]  # x, y = point
    y = point[1]
    y_dot = point_dot[1]  # x, y = point
    r = np.sqrt(x * x + y * y)
    t = y / x
    phi = np.arctan(t)
    t1 = r * phi + r * y
    # return r * phi + polar[0] * point[1]
    t = r * ((y_dot - t * x_dot) / x / (1.0 + t * t) + y_dot)
    t_dot = 0.5 / r * (2 * (x * x_dot) + 2 * (y * y_dot)) * (phi + y) + t
    return t1, t_dot
