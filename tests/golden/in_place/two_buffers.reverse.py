# s2sad: two_buffers.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    rows = [x.copy(), np.zeros_like(x)]
    t_tape = []
    for i in range(1, len(x)):
        t = rows[(i + 1) % 2][i - 1]
        t_tape.append(t)
        t1 = i % 2
        rows[t1][i] = t * x[i]
    # reverse sweep
    rows_bar = [rows[1].copy(), rows[0].copy()]  # for i in range(1, len(x)):
    x_bar = np.zeros_like(x)
    for i, t1 in zip(range(len(x) - 1, 0, -1), t_tape[::-1]):
        t = i % 2
        rows_bar1 = rows_bar[t]  # rows[i % 2][i] = rows[(i + 1) % 2][i - 1] * x[i]
        t_bar = rows_bar1[i]
        rows_bar[t][i] = 0.0
        x_bar[i] += t1 * t_bar
        rows_bar[(i + 1) % 2][i - 1] += x[i] * t_bar
    x_bar = x_bar + rows_bar[0]
    return x_bar
