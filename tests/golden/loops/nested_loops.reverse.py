# s2sad: nested_loops.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
    # forward sweep
    y = x
    t_tape_tape = []
    t_tape_tape1 = []
    for i in range(4):
        t = y
        t_tape = []
        t_tape1 = []
        for _ in range(i):
            t_tape.append(t)
            t = np.sin(t)
            t_tape1.append(t)
            t = t * x
        t_tape_tape.append(t_tape)
        t_tape_tape1.append(t_tape1)
        y += t
    # reverse sweep
    y_bar = 1.0
    x_bar = 0.0
    for t_tape1, t_tape in zip(t_tape_tape[::-1], t_tape_tape1[::-1]):
        t_bar = y_bar
        for t, t1 in zip(t_tape1[::-1], t_tape[::-1]):
            x_bar += t1 * t_bar
            t_bar = x * t_bar * np.cos(t)
        y_bar += t_bar  # for _ in range(i):
    x_bar += y_bar
    return x_bar
