# s2sad: return_from_loop.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, result_bar=1.0):
    # forward sweep
    y = x
    returned = False
    left = False
    y_tape = []
    for i in range(50):
        y1 = y * 1.3 + np.cos(y)
        if y1 > 5.0:
            returned = True
            left = True
            t = y1 > 5.0
            y2 = y1
            y3 = y
            y = y1
            break
        y_tape.append(y)
        y = y1
        left = False
    # reverse sweep
    if returned:
        y_bar = 0.0
    else:
        y_bar = result_bar
        result_bar = 0.0
    if left:
        if t:
            y_bar += x * result_bar
            x_bar = y2 * result_bar
        else:
            x_bar = 0.0
        y_bar = 1.3 * y_bar - y_bar * np.sin(y3)  # y = y * 1.3 + np.cos(y)
    else:
        x_bar = 0.0
    for y3 in y_tape[::-1]:
        y_bar = 1.3 * y_bar - y_bar * np.sin(y3)  # y = y * 1.3 + np.cos(y)
    x_bar += y_bar
    return x_bar
