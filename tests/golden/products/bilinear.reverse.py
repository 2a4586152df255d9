# s2sad: bilinear.py:6 f, reverse mode with respect to x, A, y
# types: x: float64[x.0], A: float64[A.0, A.1], y: float64[y.0]
import numpy as np
from s2sad.runtime.shaping import match


def f_grad(x, A, y, y_bar=1.0):
    # forward sweep
    t = np.outer(x, y)
    # reverse sweep
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    a_bar = match(np.einsum(',ij,j->i', y_bar, A, y), x)
    b_bar = match(np.einsum('i,,j->ij', x, y_bar, y), A)
    c_bar = match(np.einsum('i,ij,->j', x, A, y_bar), y)
    t_bar = np.dot(x, x) * y_bar
    t_bar1 = A * t_bar
    A_bar = b_bar + t * t_bar
    y_bar1 = c_bar + x @ t_bar1
    t1 = y_bar * y
    y_bar1 += x @ A * y_bar
    x_bar = a_bar + t_bar1 @ y
    x_bar += 2 * np.sum(t * A) * y_bar * x
    x_bar += A @ t1
    A_bar += x[:, None] * t1
    return x_bar, A_bar, y_bar1
