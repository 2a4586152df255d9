# s2sad: overwritten.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    y = x * x
    y_tape = []
    s_tape = []
    t_tape = []
    for _ in range(3):
        y1 = y.copy()
        y_tape.append(y1)
        s = np.sum(np.sin(y))
        s_tape.append(s)
        y1 = y[1:]
        t = y[:-1]
        t_tape.append(t.copy())
        y1 += s * t
    # reverse sweep
    y_bar = np.ones_like(x)
    for y, s, t in zip(y_tape[::-1], s_tape[::-1], t_tape[::-1]):
        y_bar1 = y_bar[1:]  # y[1:] += s * y[:-1]
        t_bar = t * y_bar1
        y_bar[:-1] += s * y_bar1
        y_bar += np.sum(t_bar) * np.cos(y)
    x_bar = 2 * (x * y_bar)  # y = x * x
    return x_bar
