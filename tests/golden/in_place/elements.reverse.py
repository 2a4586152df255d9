# s2sad: elements.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    y = np.zeros_like(x)
    y[0] = x[0]
    t_tape = []
    for i in range(1, len(x)):
        t = y[i - 1]
        t_tape.append(t)
        y[i] = np.sin(t) + x[i] * t
    # reverse sweep
    y_bar = np.ones_like(x)
    x_bar = np.zeros_like(x)
    for i, t in zip(range(len(x) - 1, 0, -1), t_tape[::-1]):
        t_bar = y_bar[i]  # y[i] = np.sin(y[i - 1]) + x[i] * y[i - 1]
        y_bar[i] = 0.0
        x_bar[i] += t * t_bar
        y_bar[i - 1] += x[i] * t_bar + t_bar * np.cos(t)
    x_bar[0] += y_bar[0]  # y[0] = x[0]
    return x_bar
