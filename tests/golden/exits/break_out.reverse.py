# s2sad: break_out.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    y = x
    left = False
    i_tape = []
    for i in range(30):
        t = x * i
        y += np.sin(t)
        if y > 2.0:
            left = True
            break
        i_tape.append(i)
        y *= 1.1
    # reverse sweep
    y_bar = 2 * y  # return y * y
    x_bar = i * (y_bar * np.cos(t)) if left else 0.0  # for i in range(30):
    for i in i_tape[::-1]:
        y_bar = 1.1 * y_bar  # y = y * 1.1
        x_bar += i * (y_bar * np.cos(x * i))
    x_bar += y_bar
    return x_bar
