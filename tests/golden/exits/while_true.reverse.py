# s2sad: while_true.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad(x):
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
    t1 = np.exp(x)
    # reverse sweep
    term_bar = t1
    x_bar = t1 * s
    for t, t2 in zip(t_tape[::-1], t_tape1[::-1]):
        t_bar = term_bar / t2  # term = -term * x * x / ((k + 1) * (k + 2))
        t_bar1 = x * t_bar
        term_bar = t1 - x * t_bar1  # s += term
        x_bar += t * x * t_bar + t * t_bar1
    x_bar += term_bar
    return x_bar
