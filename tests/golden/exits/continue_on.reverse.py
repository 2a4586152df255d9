# s2sad: continue_on.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    s = 0.0
    t_tape = []
    for v in x:
        if v < 0.0:
            t = None
        else:
            t = np.sqrt(v)
            s += t
        t_tape.append(t)
    # reverse sweep
    s_bar = 2 * s  # return s * s
    v_bars = []
    for v, t in zip(x[::-1], t_tape[::-1]):
        v_bar = 0.0 if v < 0.0 else s_bar * (0.5 / t)  # if v < 0.0:
        v_bars.append(v_bar)
    v_bars = v_bars[::-1]  # for v in x:
    x_bar = np.array(v_bars)
    return x_bar
