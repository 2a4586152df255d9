# s2sad: runs_left_out.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    y = np.sqrt(np.abs(x))
    t_tape = []
    for i in range(len(x)):
        if x[i] > 0:
            t = y[i]
        else:
            t = None
        t_tape.append(t)
    # reverse sweep
    mask = np.zeros(x.shape, dtype=bool)  # for i in range(len(x)):
    y_bar = np.zeros_like(x)
    for i, t in zip(range(len(x) - 1, -1, -1), t_tape[::-1]):
        if x[i] > 0:
            y_bar[i] += 3 * t ** 2  # s = s + y[i] ** 3
            mask[i] = True
    with np.errstate(all='ignore'):
        x_bar = np.where(mask, y_bar * (0.5 / y) * np.sign(x), 0.0)
    return x_bar
