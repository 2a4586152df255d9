# s2sad: second_recursion.py:6 f, reverse mode with respect to x
# types: x: float
import numpy as np


def f_grad_grad(x):
    # forward sweep
    z = 0.0
    z_tape = []
    for _ in range(20):
        z_tape.append(z)
        z = np.sin(x * z) + x
    t = z_tape[::-1]  # for _ in range(20):
    z_bar = 1.0
    z_bar_tape = []
    t_tape = []
    for z in t:
        z_bar_tape.append(z_bar)
        t1 = np.cos(x * z)  # z = np.sin(x * z) + x
        t_tape.append(t1)
        z_bar = x * (z_bar * t1)
    # reverse sweep
    z_bar_bar = 0.0
    x_bar = 0.0
    z_bars = []
    for z, z_bar, t1 in zip(z_tape, z_bar_tape[::-1], t_tape[::-1]):
        t_bar = z_bar * t1  # z = np.sin(x * z) + x
        t_bar_bar = x * z_bar_bar + z
        z_bar_bar1 = 1.0 + t1 * t_bar_bar
        t_bar1 = z_bar * t_bar_bar * -np.sin(x * z)
        z_bar = t_bar + x * t_bar1  # z = np.sin(x * z) + x
        z_bars.append(z_bar)
        x_bar += t_bar * z_bar_bar + z * t_bar1
        z_bar_bar = z_bar_bar1
    z_bars = z_bars[::-1]
    z_bar1 = 0.0
    for z, z_bar in zip(t, z_bars):
        t_bar = z_bar1 * np.cos(x * z)  # z = np.sin(x * z) + x
        z_bar += x * t_bar
        x_bar += z_bar1 + z * t_bar
        z_bar1 = z_bar
    return x_bar
