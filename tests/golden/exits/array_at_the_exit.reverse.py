# s2sad: array_at_the_exit.py:6 f, reverse mode with respect to x
# types: x: float64[x.0], limit: float
import numpy as np


def f_grad(x, limit):
    # forward sweep
    y = np.sin(x)
    returned = False
    i_tape = []
    j_tape_tape = []
    t_tape_tape = []
    for i in range(len(x)):
        returned1 = False
        y1 = None
        t = None
        t1 = None
        j = None
        j_tape = []
        t_tape = []
        for j1 in range(i):
            t2 = y[j1]
            t3 = x[i]
            y[i] += t2 * t3
            if y[i] > limit:
                returned1 = True
                y1 = y
                t = t3
                t1 = t2
                j = j1
                break
            j_tape.append(j1)
            t_tape.append(t2)
        if returned1:
            returned = True
            break
        i_tape.append(i)
        j_tape_tape.append(j_tape)
        t_tape_tape.append(t_tape)
    # reverse sweep
    if returned:
        y_bar = 2 * y1  # return np.sum(y * y)
        t_bar = y_bar[i]  # y[i] += y[j] * x[i]
        x_bar = np.zeros_like(x)
        x_bar[i] += t1 * t_bar
        y_bar[j] += t * t_bar
        for j, t in zip(j_tape[::-1], t_tape[::-1]):
            t_bar = y_bar[i]  # y[i] += y[j] * x[i]
            x_bar[i] += t * t_bar
            y_bar[j] += x[i] * t_bar
    else:
        y_bar = np.ones_like(x)
        x_bar = np.zeros_like(x)
    for i, j_tape, t_tape in zip(i_tape[::-1], j_tape_tape[::-1], t_tape_tape[::-1]):
        for j, t in zip(j_tape[::-1], t_tape[::-1]):
            t_bar = y_bar[i]  # y[i] += y[j] * x[i]
            x_bar[i] += t * t_bar
            y_bar[j] += x[i] * t_bar
    x_bar = x_bar + y_bar * np.cos(x)
    return x_bar
