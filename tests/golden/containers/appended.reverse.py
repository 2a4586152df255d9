# s2sad: appended.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np
from s2sad.runtime.tree import add


def f_grad(x):
    # forward sweep
    ys = []
    y = x
    y_tape = []
    t_tape = []
    for _ in range(5):
        y_tape.append(y)
        t = np.sin(y)
        t_tape.append(t)
        y = t * x
        ys.append(y)
    # reverse sweep
    ys_bar = [0.0] * len(ys)  # return s + ys[-1]
    ys_bar[-1] += 1.0
    y_bars = []
    for y in ys[::-1]:
        y_bar = 2 * y  # s += y * y
        y_bars.append(y_bar)
    y_bars = y_bars[::-1]  # for y in ys:
    ys_bar = add(ys_bar, y_bars)  # for _ in range(5):
    y_bar = 0.0
    x_bar = 0.0
    for y, t in zip(y_tape[::-1], t_tape[::-1]):
        y_bar1 = ys_bar[-1]  # ys.append(y)
        y_bar += y_bar1
        ys_bar.pop()
        x_bar += t * y_bar
        y_bar = x * y_bar * np.cos(y)
    x_bar += y_bar
    return x_bar
