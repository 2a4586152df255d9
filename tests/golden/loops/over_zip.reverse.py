# s2sad: over_zip.py:6 f, reverse mode with respect to x, y
# types: x: float64[x.0], y: float64[y.0]
import numpy as np
from s2sad.runtime.tree import padded


def f_grad(x, y):
    # forward sweep
    s = 0.0
    s_tape = []
    a_tape = []
    b_tape = []
    t_tape = []
    for a, b in zip(x, y):
        s_tape.append(s)
        a_tape.append(a)
        b_tape.append(b)
        t = np.sin(b)
        t_tape.append(t)
        s += a * t * s + a
    # reverse sweep
    s_bar = 1.0
    a_bars = []
    b_bars = []
    for s, a, b, t in zip(s_tape[::-1], a_tape[::-1], b_tape[::-1], t_tape[::-1]):
        t_bar = s * s_bar  # s += a * np.sin(b) * s + a
        s_bar1 = s_bar + a * t * s_bar
        a_bar = s_bar + t * t_bar
        a_bars.append(a_bar)
        b_bars.append(a * t_bar * np.cos(b))
        s_bar = s_bar1
    a_bars = a_bars[::-1]  # for a, b in zip(x, y):
    x_bar = np.array(padded(a_bars, x))
    b_bars = b_bars[::-1]
    y_bar = np.array(padded(b_bars, y))
    return x_bar, y_bar
