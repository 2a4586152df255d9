# s2sad: bilinear.py:6 f, reverse mode with respect to x, A, y
# types: x: float64[x.0], A: float64[A.0, A.1], y: float64[y.0]
import numpy as np
from s2sad.runtime.einsum import einsum_like


def f_grad(x, A, y, y_bar=1.0):
    # forward sweep
    t = np.outer(x, y)
    # reverse sweep
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    a_bar = einsum_like(',ij,j->i', x, y_bar, A, y)
    b_bar = einsum_like('i,,j->ij', A, x, y_bar, y)
    c_bar = einsum_like('i,ij,->j', y, x, A, y_bar)
    t_bar = np.dot(x, x) * y_bar
    t_bar1 = A * t_bar
    b_bar += t * t_bar
    c_bar += x @ t_bar1
    t1 = y_bar * y
    c_bar += x @ A * y_bar
    a_bar += t_bar1 @ y
    a_bar += 2 * np.sum(t * A) * y_bar * x
    a_bar += A @ t1
    b_bar += x[:, None] * t1
    return a_bar, b_bar, c_bar
