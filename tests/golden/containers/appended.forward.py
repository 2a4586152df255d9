# s2sad: appended.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np
from s2sad.runtime.tree import zeros_like


def f_jvp(x, x_dot):
    ys = []
    y = x
    y_dot = x_dot
    ys_dot = zeros_like(ys)
    for _ in range(5):
        t = np.sin(y)
        y1 = t * x
        y_dot = x * (np.cos(y) * y_dot) + t * x_dot  # y = np.sin(y) * x
        ys.append(y1)
        ys_dot.append(y_dot)  # ys.append(y)
        y = y1
    s = 0.0
    s_dot = 0.0
    for y1, y_dot in zip(ys, ys_dot):
        s += y1 * y1
        s_dot += 2 * (y1 * y_dot)  # s += y * y
    return s + ys[-1], s_dot + ys_dot[-1]
