# s2sad: over_enumerate.py:6 f, forward mode with respect to x
# types: x: float64[x.0]


def f_jvp(x, x_dot):
    s = 1.0
    s_dot = 0.0
    for i, (v, v_dot) in enumerate(zip(x, x_dot)):
        s1 = s * v + i
        s_dot = v * s_dot + s * v_dot
        s = s1
    return s, s_dot
