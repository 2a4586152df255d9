# s2sad: over_list.py:6 f, reverse mode with respect to layers, x
# types: layers: list[(float64[*, *], float64[*])], x: float64[x.0]
import numpy as np


def f_grad(layers, x):
    # forward sweep
    z = x
    z_tape = []
    z_tape1 = []
    for W, b in layers:
        z_tape.append(z)
        z = np.tanh(W @ z + b)
        z_tape1.append(z)
    # reverse sweep
    z_bar = 2 * z  # return np.sum(z * z)
    t_bars = []
    for (W, _), z, z1 in zip(layers[::-1], z_tape[::-1], z_tape1[::-1]):
        t_bar = z_bar * (1.0 - z1 * z1)  # z = np.tanh(W @ z + b)
        t_bars.append((t_bar[:, None] * z, t_bar))
        z_bar = W.T @ t_bar
    t_bars = t_bars[::-1]  # for W, b in layers:
    return t_bars, z_bar
