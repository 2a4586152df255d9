# s2sad: scratch.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_jvp(x, x_dot):
    buffer = np.zeros_like(x)
    s = 0.0
    s_dot = 0.0
    for k in range(3):
        t = k + 1.0
        buffer_dot = t * x_dot  # buffer[:] = x * (k + 1.0)
        buffer[:] = x * t
        t = buffer[1]
        buffer[0] = np.sin(t)
        buffer_dot[0] = np.cos(t) * buffer_dot[1]  # buffer[0] = np.sin(buffer[1])
        s += np.sum(buffer * buffer)
        s_dot += np.sum(2 * (buffer * buffer_dot))  # s += np.sum(buffer * buffer)
    return s, s_dot
