# s2sad: calls_itself.py:12 f, reverse mode with respect to x
# types: x: float
import numpy as np


def power_1_forward(x, n):
    if n == 0:
        result = 1.0
        t = None
        tape = None
    else:
        t1 = power_1_forward(np.sin(x), n - 1)
        t = t1[0]
        tape = t1[1]
        result = x * t
    tape = n == 0, t, x, tape
    return result, tape


def power_1_reverse(tape, result_bar):
    t = tape[1]
    x = tape[2]
    tape1 = tape[3]
    if tape[0]:
        x_bar = 0.0
    else:
        # return x * power(np.sin(x), n - 1)
        x_bar = t * result_bar + power_1_reverse(tape1, x * result_bar)[0] * np.cos(x)
    return x_bar,


def power_forward(x, n):
    if n == 0:
        result = 1.0
        t = None
        tape = None
    else:
        t1 = power_1_forward(np.sin(x), n - 1)
        t = t1[0]
        tape = t1[1]
        result = x * t
    tape = n == 0, t, x, tape
    return result, tape


def power_reverse(tape, result_bar):
    t = tape[1]
    x = tape[2]
    tape1 = tape[3]
    if tape[0]:
        x_bar = 0.0
    else:
        # return x * power(np.sin(x), n - 1)
        x_bar = t * result_bar + power_1_reverse(tape1, x * result_bar)[0] * np.cos(x)
    return x_bar,


def f_grad(x):
    # forward sweep
    tape = power_forward(x, 4)[1]
    # reverse sweep
    x_bar = power_reverse(tape, 1.0)[0]  # return power(x, 4)
    return x_bar
