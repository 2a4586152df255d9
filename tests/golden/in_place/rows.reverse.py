# s2sad: rows.py:6 f, reverse mode with respect to m
# types: m: float64[m.0, m.1]
import numpy as np


def f_grad(m):
    # forward sweep
    a = np.sin(m)
    t = len(a)
    t_tape = []
    t_tape1 = []
    for i in range(1, t):
        row = a[i]
        a1 = row[1:]
        t1 = a[i - 1, :-1]
        t_tape.append(t1.copy())
        a1 += t1 * m[i, 0]
        a1 = a[i]
        t1 = a1[1]
        t_tape1.append(t1)
        a1[0] = t1 ** 2
    # reverse sweep
    a_bar = m.copy()
    m_bar = a.copy()
    for i, t, t1 in zip(range(t - 1, 0, -1), t_tape[::-1], t_tape1[::-1]):
        a_bar1 = a_bar[i]  # row[0] = row[1] ** 2
        t_bar = a_bar1[0]
        a_bar[i, 0] = 0.0
        a_bar[i, 1] += t_bar * (2 * t1)
        a_bar1 = a_bar[i]  # row[1:] += a[i - 1, :-1] * m[i, 0]
        a_bar1 = a_bar1[1:]
        m_bar[i, 0] += np.sum(t * a_bar1)
        a_bar[i - 1, :-1] += m[i, 0] * a_bar1  # row = a[i]
    m_bar = m_bar + a_bar * np.cos(m)
    return m_bar
