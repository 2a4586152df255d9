# s2sad: return_from_loop.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, result_bar=1.0):
    # forward sweep
    y = x
    returned = False
    y_tape = []
    for i in range(50):
        y1 = y * 1.3 + np.cos(y)
        if y1 > 5.0:
            returned = True
            y2 = y
            y = y1
            break
        y_tape.append(y)
        y = y1
    # reverse sweep
    if returned:
        y_bar = x * result_bar * (1.3 - np.sin(y2))  # y = y * 1.3 + np.cos(y)
        x_bar = y1 * result_bar
    else:
        y_bar = result_bar
        x_bar = 0.0
    for y1 in y_tape[::-1]:
        y_bar *= 1.3 - np.sin(y1)  # y = y * 1.3 + np.cos(y)
    x_bar += y_bar
    return x_bar
