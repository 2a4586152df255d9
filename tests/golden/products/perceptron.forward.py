# s2sad: perceptron.py:6 f, forward mode with respect to W0, b0, W1, b1
# types: W0: float64[W0.0, W0.1], b0: float64[b0.0], W1: float64[W1.0, W1.1], b1: float64[b1.0], x:
#     float64[x.0], y: float64[y.0]
import numpy as np


def f_jvp(W0, b0, W1, b1, x, y, W0_dot, b0_dot, W1_dot, b1_dot):
    h = np.tanh(W0 @ x + b0)
    t_dot = (1.0 - h * h) * (W0_dot @ x + b0_dot)  # h = np.tanh(W0 @ x + b0)
    r = W1 @ h + b1 - y
    t_dot = 0.5 * np.sum(2 * (r * (W1_dot @ h + W1 @ t_dot + b1_dot)))  # return 0.5 * np.sum(r * r)
    return 0.5 * np.sum(r * r), t_dot
