# s2sad: return_from_loop.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    y = x
    returned = False
    y1 = None
    y_tape = []
    for i in range(50):
        y2 = y * 1.3 + np.cos(y)
        if y2 > 5.0:
            returned = True
            y1 = y2
            y, y2 = y2, y
            break
        y_tape.append(y)
        y = y2
    # reverse sweep
    if returned:
        y_bar = 0.0 + x
        y_bar *= 1.3 - np.sin(y2)  # y = y * 1.3 + np.cos(y)
        x_bar = y1
    else:
        y_bar = 1.0
        x_bar = 0.0
    for y1 in y_tape[::-1]:
        y_bar *= 1.3 - np.sin(y1)  # y = y * 1.3 + np.cos(y)
    x_bar += y_bar
    return x_bar
