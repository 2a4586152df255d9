# s2sad: halving.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    t = np.exp(x)
    y = x
    n = 0
    y_tape = []
    while True:
        t1 = n < 20 and y < 10.0
        if not t1:
            break
        y_tape.append(y)
        y *= t
        n += 1
    # reverse sweep
    y_bar = np.divide(x, y)
    x_bar = np.log(y)
    for y in y_tape[::-1]:
        x_bar += t * (y * y_bar)
        y_bar = t * y_bar
    x_bar += y_bar
    return x_bar
