# s2sad: second_derivative.py:6 f, forward mode with respect to x
# types: x: float
import numpy as np


def f_grad_jvp(x, x_dot):
    # forward sweep
    t = np.sin(x)
    t1 = np.cos(x)  # return np.sin(x) * np.exp(-x * x)
    t2 = -x
    t3 = np.exp(t2 * x)
    t_dot = t3 * (-2 * x * x_dot)  # return np.sin(x) * np.exp(-x * x)
    # reverse sweep
    t_bar = t3 * t  # return np.sin(x) * np.exp(-x * x)
    t_bar_dot = t * t_dot + t3 * (t1 * x_dot)
    t_bar_dot1 = t_bar * x_dot + x * t_bar_dot
    t_bar_dot = t_bar * -x_dot + t2 * t_bar_dot
    x_bar_dot = t_bar_dot - t_bar_dot1
    t_bar_dot = t1 * t_dot - t3 * (t * x_dot)
    x_bar = t3 * t1 - 2 * x * t_bar  # return np.sin(x) * np.exp(-x * x)
    x_bar_dot += t_bar_dot
    return x_bar, x_bar_dot
