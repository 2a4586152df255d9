# s2sad: perceptron.py:6 f, reverse mode with respect to W0, b0, W1, b1
# types: W0: float64[W0.0, W0.1], b0: float64[b0.0], W1: float64[W1.0, W1.1], b1: float64[b1.0], x:
#     float64[x.0], y: float64[y.0]
import numpy as np


def f_grad(W0, b0, W1, b1, x, y):
    # forward sweep
    h = np.tanh(W0 @ x + b0)
    r = W1 @ h + b1 - y
    # reverse sweep
    t_bar = W1.T @ r * (1.0 - h * h)  # h = np.tanh(W0 @ x + b0)
    return t_bar[:, None] * x, t_bar, r[:, None] * h, r
