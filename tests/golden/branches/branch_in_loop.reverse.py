# s2sad: branch_in_loop.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    y = x
    y_tape = []
    for i in range(8):
        y_tape.append(y)
        if i % 2 == 0:
            y = np.sin(y) + x
        else:
            y = y * y * 0.5
    # reverse sweep
    y_bar = 1.0
    x_bar = 0.0
    for i, y in zip(range(7, -1, -1), y_tape[::-1]):
        if i % 2 == 0:
            x_bar += y_bar
            y_bar = y_bar * np.cos(y)
        else:
            y_bar = y * y_bar  # y = y * y * 0.5
    x_bar += y_bar
    return x_bar
