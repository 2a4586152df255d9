# s2sad: return_from_loop.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, result_bar=1.0):
    # forward sweep
    y = x
    returned = False
    t = None
    y1 = None
    y2 = None
    y_tape = []
    for i in range(50):
        y3 = y * 1.3 + np.cos(y)
        if y3 > 5.0:
            returned = True
            t = y3 > 5.0
            y1 = y3
            y2 = y
            y = y3
            break
        y_tape.append(y)
        y = y3
    # reverse sweep
    if returned:
        y_bar = 0.0
    else:
        y_bar = result_bar
        result_bar = 0.0
    if returned:
        if t:
            y_bar += x * result_bar
            x_bar = y1 * result_bar
        else:
            x_bar = 0.0
        y_bar *= 1.3 - np.sin(y2)  # y = y * 1.3 + np.cos(y)
    else:
        x_bar = 0.0
    for y2 in y_tape[::-1]:
        y_bar *= 1.3 - np.sin(y2)  # y = y * 1.3 + np.cos(y)
    x_bar += y_bar
    return x_bar
