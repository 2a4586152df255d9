# s2sad: while_true.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x, y_bar=1.0):
    # forward sweep
    s = 0.0
    term = x
    k = 1
    t_tape = []
    t_tape1 = []
    while True:
        s += term
        if abs(term) < 1e-10:
            break
        t = -term
        t_tape.append(t)
        t1 = (k + 1) * (k + 2)
        t_tape1.append(t1)
        term = t * x * x / t1
        k = k + 2
    t = np.exp(x)
    # reverse sweep
    t_bar = t * y_bar  # return s * np.exp(x)
    term_bar = t_bar
    x_bar = t * (s * y_bar)
    for t, t1 in zip(t_tape[::-1], t_tape1[::-1]):
        t_bar1 = term_bar / t1  # term = -term * x * x / ((k + 1) * (k + 2))
        t_bar2 = x * t_bar1
        term_bar = t_bar - x * t_bar2  # s += term
        x_bar += t * x * t_bar1 + t * t_bar2
    x_bar += term_bar
    return x_bar
