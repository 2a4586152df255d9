# s2sad: bilinear.py:6 f, reverse mode with respect to x, A, y
# types: x: float64[x.0], A: float64[A.0, A.1], y: float64[y.0]
import numpy as np
from s2sad.runtime.einsum import einsum_like


def f_grad(x, A, y, y_bar=1.0):
    # forward sweep
    t = np.outer(x, y)
    # reverse sweep
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    a_bar = einsum_like(',ij,j->i', x, y_bar, A, y, optimize=False)
    b_bar = einsum_like('i,,j->ij', A, x, y_bar, y, optimize=False)
    c_bar = einsum_like('i,ij,->j', y, x, A, y_bar, optimize=False)
    t_bar = np.sum(t * A) * y_bar
    t_bar1 = np.dot(x, x) * y_bar
    t_bar2 = A * t_bar1
    b_bar += t * t_bar1
    a_bar += t_bar2 @ y
    c_bar += x @ t_bar2
    a_bar += t_bar * x
    a_bar += x * t_bar
    t = y_bar * y
    c_bar += x @ A * y_bar
    a_bar += A @ t
    b_bar += np.outer(x, t)
    return a_bar, b_bar, c_bar
