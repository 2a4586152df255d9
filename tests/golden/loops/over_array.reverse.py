# s2sad: over_array.py:6 f, reverse mode with respect to a, x
# types: a: float64[a.0], x: float
import numpy as np


def f_grad(a, x):
    # forward sweep
    y = 0.0
    y_tape = []
    for c in a:
        y_tape.append(y)
        y = y * x + c
    # reverse sweep
    y_bar = 1.0
    x_bar = 0.0
    c_bars = []
    for y in y_tape[::-1]:
        c_bars.append(y_bar)
        x_bar += y * y_bar
        y_bar = x * y_bar
    c_bars = c_bars[::-1]  # for c in a:
    a_bar = np.array(c_bars)
    return a_bar, x_bar
