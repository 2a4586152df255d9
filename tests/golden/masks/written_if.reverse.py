# s2sad: written_if.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    t = len(x)
    t_tape = []
    t_tape1 = []
    t_tape2 = []
    for i in range(t):
        t1 = x[i]
        t_tape.append(t1)
        if t1 > 0.0:
            x[i] = np.log(t1)
            t1 = x[i]
            t2 = x[0]
        else:
            t1 = None
            t2 = None
        t_tape1.append(t1)
        t_tape2.append(t2)
    # reverse sweep
    x_bar = np.zeros_like(x)
    for i, t, t1, t2 in zip(range(t - 1, -1, -1), t_tape[::-1], t_tape1[::-1], t_tape2[::-1]):
        if t > 0.0:
            x_bar[i] += t2  # total += x[0] * x[i]
            x_bar[0] += t1
            t_bar = x_bar[i]  # x[i] = np.log(x[i])
            x_bar[i] = 0.0
            t_bar = np.divide(t_bar, t)
        else:
            t_bar = 0.0
        x_bar[i] += t_bar  # if x[i] > 0.0:
    return x_bar
