# s2sad: second_recursion.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_grad_jvp(x, x_dot):
    # forward sweep
    z = 0.0
    z_dot = 0.0
    z_tape = []
    z_tape_dot = []
    for _ in range(20):
        z_tape.append(z)
        z_tape_dot.append(z_dot)
        t = x * z
        z1 = np.sin(t) + x
        z_dot = np.cos(t) * (z * x_dot + x * z_dot) + x_dot  # z = np.sin(x * z) + x
        z = z1
    # reverse sweep
    z_bar = 1.0
    x_bar = 0.0
    z_bar_dot = 0.0
    x_bar_dot = 0.0
    for z1, z_dot in zip(z_tape[::-1], z_tape_dot[::-1]):
        t1 = x * z1
        t = np.cos(t1)  # z = np.sin(x * z) + x
        t_bar = z_bar * t
        t_bar_dot = t * z_bar_dot - z_bar * (np.sin(t1) * (z1 * x_dot + x * z_dot))
        t_bar_dot1 = t_bar * z_dot + z1 * t_bar_dot
        t_bar_dot1 = z_bar_dot + t_bar_dot1
        t_bar_dot = t_bar * x_dot + x * t_bar_dot
        x_bar += z_bar + z1 * t_bar
        x_bar_dot += t_bar_dot1
        z_bar = x * t_bar
        z_bar_dot = t_bar_dot
    return x_bar, x_bar_dot
