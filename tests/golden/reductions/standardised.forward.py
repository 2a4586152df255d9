# s2sad: standardised.py:6 f, forward mode with respect to x
# types: x: float64[x.0, x.1]
import numpy as np


def f_jvp(x, x_dot):
    # z = (x - x.mean(axis=0)) / np.sqrt(np.var(x, axis=0) + 0.1)
    covariance = np.sum((x - np.mean(x, axis=0, keepdims=True)) * x_dot, axis=0)
    t = np.sqrt(np.var(x, axis=0) + 0.1)
    z = (x - np.mean(x, axis=0)) / t
    # z = (x - x.mean(axis=0)) / np.sqrt(np.var(x, axis=0) + 0.1)
    t1 = 0.5 * np.divide(2.0 * covariance, x.shape[0]) * z / t
    z_dot = (x_dot - np.mean(x_dot, axis=0) - t1) / t
    return np.sum(z ** 3), np.sum(3 * z ** 2 * z_dot)
