# s2sad: views.py:6 f, reverse mode with respect to x
# types: x: float64[x.0]
import numpy as np


def f_grad(x):
    # forward sweep
    y = x * 2.0
    head = y[:2]
    t = x[1]
    t1 = x[2]
    head[0] = t * t1
    t2 = y[0]
    y[1] = np.sin(t2)
    t3 = y[:2]
    # reverse sweep
    t_bar = np.zeros_like(t3)  # return np.sum(y * y) + head[1] * head[0]
    t_bar[0] += t3[1]
    t_bar[1] += t3[0]
    y_bar = np.zeros_like(x)
    y_bar[:2] += t_bar
    y_bar += 2 * y  # alias[1] = np.sin(y[0])
    t_bar = y_bar[1]
    y_bar[1] = 0.0
    y_bar[0] += t_bar * np.cos(t2)
    y_bar1 = y_bar[:2]  # head[0] = x[1] * x[2]
    t_bar = y_bar1[0]
    y_bar1 = y_bar1.copy()
    y_bar1[0] = 0.0  # head[0] = x[1] * x[2]
    x_bar = np.zeros_like(x)
    x_bar[2] += t * t_bar
    x_bar[1] += t1 * t_bar
    y_bar[:2] = y_bar1  # head = y[:2]
    x_bar = x_bar + 2.0 * y_bar
    return x_bar
