# s2sad: ternary.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    total = 0.0
    total_dot = 0.0
    for v, v_dot in zip(x, x_dot):
        if v > 0.0:
            t = np.sin(v)
            t_dot = np.cos(v) * v_dot
        else:
            t = v * v
            t_dot = 2 * (v * v_dot)
        total += t
        total_dot += t_dot  # total += np.sin(v) if v > 0.0 else v * v
    if not total > 1.0:
        total = 2.0 * total
        total_dot = 2.0 * total_dot
    return total, total_dot
