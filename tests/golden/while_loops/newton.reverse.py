# s2sad: newton.py:8 f, reverse mode with respect to a
# types: a: float
import math


def f_grad(a):
    # forward sweep
    x = 0.0
    t_tape = []
    step_tape = []
    while True:
        t = math.exp(x)
        t1 = 1.0 + t
        step = (x + t - a) / t1
        x -= step
        if abs(step) < 1e-12:
            break
        t_tape.append(t)
        step_tape.append(step)
    # reverse sweep
    t_bar = -1.0 / t1  # step = (x + math.exp(x) - a) / (1.0 + math.exp(x))
    x_bar = 1.0 + t * t_bar * (1 - step)
    x_bar += t_bar
    a_bar = -t_bar
    for t, step in zip(t_tape[::-1], step_tape[::-1]):
        t_bar = -x_bar / (1.0 + t)  # step = (x + math.exp(x) - a) / (1.0 + math.exp(x))
        x_bar += t * t_bar * (1 - step) + t_bar
        a_bar -= t_bar
    return a_bar
