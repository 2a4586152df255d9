# s2sad: comprehension.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    ys = []
    ys_dot = []
    for v, v_dot in zip(x, x_dot):
        t = np.sin(v)
        ys.append(t * v)
        ys_dot.append(v_dot * (v * np.cos(v) + t))
    t = ys[0]
    t1 = ys[2]
    return t * t1 + ys[1], t1 * ys_dot[0] + t * ys_dot[2] + ys_dot[1]
