# s2sad: continue_on.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    s = 0.0
    s_dot = 0.0
    for v, v_dot in zip(x, x_dot):
        if not v < 0.0:
            t = np.sqrt(v)
            s += t
            s_dot += 0.5 / t * v_dot  # s += np.sqrt(v)
    return s * s, 2 * (s * s_dot)
