# s2sad: over_list.py:6 f, forward mode with respect to layers, x
# types: layers: list[(float64[*, *], float64[*])], x: float64[x.0]
import numpy as np


def f_jvp(layers, x, layers_dot, x_dot):
    z = x
    z_dot = x_dot
    for (W, b), (W_dot, b_dot) in zip(layers, layers_dot):
        z1 = np.tanh(W @ z + b)
        z_dot = (1.0 - z1 * z1) * (W_dot @ z + W @ z_dot + b_dot)
        z = z1
    return np.sum(z * z), np.sum(2 * (z * z_dot))
