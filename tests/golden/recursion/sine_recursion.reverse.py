# s2sad: sine_recursion.py:6 func, reverse mode with respect to x
# types: x: float
import numpy as np


def func_grad(x):
    # forward sweep
    z = 0.0
    z_tape = []
    for _ in range(20):
        z_tape.append(z)
        z = np.sin(x * z) + x
    # reverse sweep
    z_bar = 1.0
    x_bar = 0.0
    for z in z_tape[::-1]:
        t_bar = z_bar * np.cos(x * z)  # z = np.sin(x * z) + x
        x_bar += z_bar + z * t_bar
        z_bar = x * t_bar
    return x_bar
