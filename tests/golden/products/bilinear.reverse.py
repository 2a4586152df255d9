# s2sad: bilinear.py:6 f, reverse mode with respect to x, A, y
# types: x: float64[x.0], A: float64[A.0, A.1], y: float64[y.0]
import numpy as np
from s2sad.runtime.shaping import match


def f_grad(x, A, y):
    # forward sweep
    t = np.dot(x, x)
    t1 = np.outer(x, y)
    # reverse sweep
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    a_bar = match(np.einsum('ij,j->i', A, y), x)
    b_bar = match(np.einsum('i,j->ij', x, y), A)
    c_bar = match(np.einsum('i,ij->j', x, A), y)
    t_bar = A * t
    A_bar = b_bar + t1 * t
    y_bar = c_bar + x @ t_bar
    y_bar += x @ A
    x_bar = a_bar + t_bar @ y
    x_bar += 2 * np.sum(t1 * A) * x
    x_bar += A @ y
    A_bar += x[:, None] * y
    return x_bar, A_bar, y_bar
