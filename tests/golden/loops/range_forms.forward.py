# s2sad: range_forms.py:4 f, forward mode with respect to x
# types: x: float, n: int


def f_jvp(x, n, x_dot):
    p = 1.0
    s = 0.0
    p_dot = 0.0
    s_dot = 0.0
    for i in range(n):
        p1 = p * x
        p_dot = x * p_dot + p * x_dot  # p = p * x
        t = i + 1.0
        s += p1 / t
        s_dot += p_dot / t  # s += p / (i + 1.0)
        p = p1
    for i in range(1, n):
        t = 1.0 + x / i
        s1 = s * t
        s_dot = t * s_dot + s * (x_dot / i)  # s = s * (1.0 + x / i)
        s = s1
    for i in range(n - 1, 0, -2):
        s1 = s + x * s / i
        s_dot += (s * x_dot + x * s_dot) / i  # s = s + x * s / i
        s = s1
    return s, s_dot
