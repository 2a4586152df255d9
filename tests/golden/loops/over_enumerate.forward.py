# s2sad: over_enumerate.py:6 f, forward mode with respect to x
# types: x: float64[x.0]
from s2sad.runtime.containers import counting


def f_jvp(x, x_dot):
    t = counting(0)
    s = 1.0
    s_dot = 0.0
    for i, v, v_dot in zip(t, x, x_dot):
        s1 = s * v + i
        s_dot = v * s_dot + s * v_dot
        s = s1
    return s, s_dot
