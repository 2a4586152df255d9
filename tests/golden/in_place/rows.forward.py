# s2sad: rows.py:6 f, forward mode with respect to m
# types: m: float64[m.0, m.1]
import numpy as np


def f_jvp(m, m_dot):
    a = np.sin(m)
    a_dot = np.cos(m) * m_dot
    for i in range(1, len(a)):
        row = a[i]
        row_dot = a_dot[i]  # row = a[i]
        a1 = row[1:]
        t = a[i - 1, :-1]
        t1 = m[i, 0]
        t_dot = t * m_dot[i, 0]  # row[1:] += a[i - 1, :-1] * m[i, 0]
        a1 += t * t1
        # row[1:] += a[i - 1, :-1] * m[i, 0]
        a_dot[i, 1:] = row_dot[1:] + (t1 * a_dot[i - 1, :-1] + t_dot)
        a1 = a[i]
        t1 = a1[1]
        a1[0] = t1 ** 2
        a_dot[i, 0] = 2 * t1 * a_dot[i][1]  # row[0] = row[1] ** 2
    return np.sum(a * m), np.sum(m * a_dot + a * m_dot)
