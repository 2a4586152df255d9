# s2sad: tuples.py:6 f, reverse mode with respect to point
# types: point: (float, float)
import numpy as np


def f_grad(point):
    # forward sweep
    x = point[0]
    y = point[1]
    r = np.sqrt(x * x + y * y)
    t = y / x
    phi = np.arctan(t)
    # reverse sweep
    r_bar = y + phi  # return r * phi + polar[0] * point[1]
    t_bar = r / (1.0 + t * t) / x  # polar = (np.sqrt(x * x + y * y), np.arctan(y / x))
    t_bar1 = r_bar * (0.5 / r)
    t_bar2 = y * t_bar1
    y_bar = t_bar + t_bar2
    y_bar += t_bar2
    t_bar1 = x * t_bar1
    x_bar = t_bar1 - t * t_bar
    x_bar += t_bar1
    y_bar = r + y_bar  # x, y = point
    point_bar = x_bar, y_bar
    return point_bar
