# s2sad: tuples.py:6 f, reverse mode with respect to point
# types: point: (float, float)
import numpy as np


def f_grad(point, y_bar=1.0):
    # forward sweep
    x = point[0]
    y = point[1]
    r = np.sqrt(x * x + y * y)
    t = y / x
    phi = np.arctan(t)
    # reverse sweep
    t_bar = r * y_bar  # return r * phi + polar[0] * point[1]
    r_bar = y_bar * (y + phi)
    t_bar1 = t_bar / (1.0 + t * t) / x  # polar = (np.sqrt(x * x + y * y), np.arctan(y / x))
    t_bar2 = r_bar * (0.5 / r)
    t_bar3 = y * t_bar2
    y_bar = t_bar1 + t_bar3
    y_bar += t_bar3
    t_bar2 = x * t_bar2
    x_bar = t_bar2 - t * t_bar1
    x_bar += t_bar2
    y_bar = t_bar + y_bar  # x, y = point
    point_bar = x_bar, y_bar
    return point_bar
