# s2sad: comprehension.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    ys = []
    t_tape = []
    for v in x:
        t = np.sin(v)
        t_tape.append(t)
        ys.append(t * v)
    # reverse sweep
    ys_bar = [0.0] * len(ys)  # return ys[0] * ys[2] + ys[1]
    ys_bar[1] += 1.0
    ys_bar[2] += ys[0]
    ys_bar[0] += ys[2]
    v_bars = []
    for v, t, t_bar in zip(x[::-1], t_tape[::-1], ys_bar[::-1]):
        v_bar = t_bar * (t + v * np.cos(v))  # ys = [np.sin(v) * v for v in x]
        v_bars.append(v_bar)
    v_bars = v_bars[::-1]  # ys = [np.sin(v) * v for v in x]
    x_bar = np.array(v_bars)
    return x_bar
