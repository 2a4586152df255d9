# s2sad: scratch.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    buffer = np.zeros_like(x)
    t_tape = []
    buffer_tape = []
    for k in range(3):
        buffer[:] = x * (k + 1.0)
        t = buffer[1]
        t_tape.append(t)
        buffer[0] = np.sin(t)
        buffer_tape.append(buffer.copy())
    # reverse sweep
    x_bar = np.zeros_like(x)
    for k, t, buffer in zip(range(2, -1, -1), t_tape[::-1], buffer_tape[::-1]):
        buffer_bar = 2 * buffer  # s += np.sum(buffer * buffer)
        t_bar = buffer_bar[0]  # buffer[0] = np.sin(buffer[1])
        buffer_bar[0] = 0.0
        buffer_bar[1] += t_bar * np.cos(t)
        x_bar += (k + 1.0) * buffer_bar
    return x_bar
