# s2sad: over_array.py:6 f, forward mode with respect to a, x
# types: a: float64[a.0], x: float


def f_jvp(a, x, a_dot, x_dot):
    y = 0.0
    y_dot = 0.0
    for c, c_dot in zip(a, a_dot):
        y1 = y * x + c
        y_dot = x * y_dot + y * x_dot + c_dot  # y = y * x + c
        y = y1
    return y, y_dot
