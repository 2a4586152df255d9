# s2sad: bilinear.py:6 f, forward mode with respect to x, A, y
# types: x: float64[x.0], A: float64[A.0, A.1], y: float64[y.0]
import numpy as np


def f_jvp(x, A, y, x_dot, A_dot, y_dot):
    t = x @ A
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    t_dot = x_dot @ A
    t1 = np.dot(x, x)
    t2 = np.outer(x, y)
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    t_dot1 = np.outer(x_dot, y)
    t_dot1 = A * (t_dot1 + np.outer(x, y_dot))
    t3 = np.sum(t2 * A)
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    t_dot1 = t3 * (np.dot(x_dot, x) + np.dot(x, x_dot)) + t1 * np.sum(t_dot1 + t2 * A_dot)
    t_dot2 = np.einsum('i,ij,j->', x, A, y_dot)
    t_dot2 = np.einsum('i,ij,j->', x_dot, A, y) + np.einsum('i,ij,j->', x, A_dot, y) + t_dot2
    t1 = t @ y + t1 * t3 + np.einsum('i,ij,j->', x, A, y)
    # return x @ A @ y + np.dot(x, x) * np.sum(np.outer(x, y) * A) + np.einsum("i,ij,j->", x, A, y)
    t_dot = (t_dot + x @ A_dot) @ y + t @ y_dot + t_dot1 + t_dot2
    return t1, t_dot
