# s2sad: perceptron.py:6 f, forward mode with respect to W0, b0, W1, b1
# types: W0: float64[W0.0, W0.1], b0: float64[b0.0], W1: float64[W1.0, W1.1], b1: float64[b1.0], x:
#     float64[x.0], y: float64[y.0]
import numpy as np


def f_jvp(W0, b0, W1, b1, x, y, W0_dot, b0_dot, W1_dot, b1_dot):
    t_dot = W0_dot @ x  # h = np.tanh(W0 @ x + b0)
    h = np.tanh(W0 @ x + b0)
    t_dot1 = W1_dot @ h  # r = W1 @ h + b1 - y
    t_dot1 += W1 @ ((1.0 - h * h) * (t_dot + b0_dot))
    r = W1 @ h + b1 - y
    return 0.5 * np.sum(r * r), 0.5 * np.sum(2 * (r * (t_dot1 + b1_dot)))
