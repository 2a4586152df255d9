# s2sad: skip_connection.py:6 f, forward mode with respect to V, W, p
# types: V: float64[V.0, V.1], W: float64[W.0, W.1], p: float64[p.0]
import numpy as np


def f_jvp(V, W, p, V_dot, W_dot, p_dot):
    b = np.tanh(p)
    t_dot = (1.0 - b * b) * p_dot  # b = np.tanh(p)
    t = V @ b
    t1 = np.sin(t)
    t2 = np.tanh(W @ b)
    t_dot1 = t2 * (np.cos(t) * (V_dot @ b + V @ t_dot))  # r = np.sin(V @ b) * np.tanh(W @ b) + b
    r_dot = t_dot1 + t1 * ((1.0 - t2 * t2) * (W_dot @ b + W @ t_dot))
    r = t1 * t2 + b
    r_dot += t_dot  # r = np.sin(V @ b) * np.tanh(W @ b) + b
    return np.sum(r ** 2), np.sum(2 * r * r_dot)
