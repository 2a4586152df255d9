# s2sad: log_sum_exp.py:6 f, reverse mode with respect to x
# types: x: float64[x.0, x.1]
import numpy as np


def f_grad(x):
    # forward sweep
    m = np.max(x, axis=1, keepdims=True)
    t = np.exp(x - m)
    # reverse sweep
    t1 = 1.0 / max(m[:, 0].size, 1)  # return np.mean(s)
    m_bar = np.zeros_like(m)  # s = np.log(np.sum(np.exp(x - m), axis=1)) + m[:, 0]
    m_bar[:, 0] += t1
    x_bar = t * np.expand_dims(t1 / np.sum(t, axis=1), 1)
    m_bar -= np.sum(x_bar, axis=1, keepdims=True)  # m = np.max(x, axis=1, keepdims=True)
    mask = np.logical_not(x < m)
    share = m_bar / np.count_nonzero(mask, axis=1, keepdims=True)
    x_bar += np.where(mask, share, 0.0)
    return x_bar
