# s2sad: log_sum_exp.py:6 f, forward mode with respect to x
# types: x: float64[x.0, x.1]
import numpy as np


def f_jvp(x, x_dot):
    m = np.max(x, axis=1, keepdims=True)
    mask = np.logical_not(x < m)  # m = np.max(x, axis=1, keepdims=True)
    total = np.sum(np.where(mask, x_dot, 0.0), axis=1, keepdims=True)
    t = total / np.count_nonzero(mask, axis=1, keepdims=True)
    t1 = np.exp(x - m)
    t2 = np.sum(t1, axis=1)
    # s = np.log(np.sum(np.exp(x - m), axis=1)) + m[:, 0]
    s_dot = np.sum(t1 * (x_dot - t), axis=1) / t2
    s = np.log(t2) + m[:, 0]
    s_dot += t[:, 0]  # s = np.log(np.sum(np.exp(x - m), axis=1)) + m[:, 0]
    return np.mean(s), np.mean(s_dot)
