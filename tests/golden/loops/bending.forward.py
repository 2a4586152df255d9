# s2sad: bending.py:6 f, forward mode with respect to x
# types: x: float64[x.0]


def f_jvp(x, x_dot):
    s = 0.0
    s_dot = 0.0
    for i in range(1, x.shape[0] - 1):
        t = x[i + 1] - 2.0 * x[i] + x[i - 1]
        s += t ** 2
        # s += (x[i + 1] - 2.0 * x[i] + x[i - 1]) ** 2
        s_dot += 2 * t * (x_dot[i + 1] - 2.0 * x_dot[i] + x_dot[i - 1])
    return s, s_dot
