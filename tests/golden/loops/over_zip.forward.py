# s2sad: over_zip.py:6 f, forward mode with respect to x, y
# types: x: float64[x.0], y: float64[y.0]
import numpy as np


def f_jvp(x, y, x_dot, y_dot):
    s = 0.0
    s_dot = 0.0
    for a, b, a_dot, b_dot in zip(x, y, x_dot, y_dot):
        t = np.sin(b)
        t1 = a * t
        s1 = s + (t1 * s + a)
        # s += a * np.sin(b) * s + a
        s_dot += s * (t * a_dot + a * (np.cos(b) * b_dot)) + t1 * s_dot + a_dot
        s = s1
    return s, s_dot
