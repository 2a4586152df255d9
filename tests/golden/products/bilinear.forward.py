# s2sad: bilinear.py:6 f, forward mode with respect to x, A, y
# types: x: float64[x.0], A: float64[A.0, A.1], y: float64[y.0]
import numpy as np


def f_jvp(x, A, y, x_dot, A_dot, y_dot):
    t = x @ A
    t1 = np.dot(x, x)
    t2 = np.outer(x, y)
    t3 = np.sum(t2 * A)
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    t_dot = np.sum(A * (np.outer(x_dot, y) + np.outer(x, y_dot)) + t2 * A_dot)
    t_dot = t3 * (np.dot(x_dot, x) + np.dot(x, x_dot)) + t1 * t_dot
    t_dot1 = np.einsum('i,ij,j->', x, A, y_dot)
    t_dot1 = np.einsum('i,ij,j->', x_dot, A, y) + np.einsum('i,ij,j->', x, A_dot, y) + t_dot1
    t1 = t @ y + t1 * t3 + np.einsum('i,ij,j->', x, A, y)
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    t_dot = (x_dot @ A + x @ A_dot) @ y + t @ y_dot + t_dot + t_dot1
    return t1, t_dot
