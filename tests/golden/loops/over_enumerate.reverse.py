# s2sad: over_enumerate.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    s = 1.0
    s_tape = []
    for i, v in enumerate(x):
        s_tape.append(s)
        s = s * v + i
    # reverse sweep
    s_bar = 1.0
    v_bars = []
    for v, s in zip(x[::-1], s_tape[::-1]):
        v_bars.append(s * s_bar)
        s_bar = v * s_bar
    v_bars = v_bars[::-1]  # for i, v in enumerate(x):
    x_bar = np.array(v_bars)
    return x_bar
