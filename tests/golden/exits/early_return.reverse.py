# s2sad: early_return.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    if x < 0.0:
        result = x * x
        y = None
    else:
        y = np.sin(x)
        result = y * x if y > 0.5 else np.exp(y)
    # reverse sweep
    if x < 0.0:
        x_bar = 2 * x  # return x * x
    else:
        if y > 0.5:
            y_bar = x
            x_bar = y
        else:
            y_bar = result
            x_bar = 0.0
        x_bar += y_bar * np.cos(x)
    return x_bar
