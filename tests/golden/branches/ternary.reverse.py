# s2sad: ternary.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    total = 0.0
    for v in x:
        t = np.sin(v) if v > 0.0 else v * v
        total += t
    # reverse sweep
    total_bar = 1.0 if total > 1.0 else 2.0  # return total if total > 1.0 else 2.0 * total
    v_bars = []
    for v in x[::-1]:
        if v > 0.0:
            v_bar = total_bar * np.cos(v)
        else:
            v_bar = 2 * (v * total_bar)  # total += np.sin(v) if v > 0.0 else v * v
        v_bars.append(v_bar)
    v_bars = v_bars[::-1]  # for v in x:
    x_bar = np.array(v_bars)
    return x_bar
