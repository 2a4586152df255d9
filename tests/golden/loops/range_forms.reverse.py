# s2sad: range_forms.py:4 f, reverse mode with respect to x
# types: x: float, n: int


def f_grad(x, n):
    # forward sweep
    p = 1.0
    s = 0.0
    p_tape = []
    for i in range(n):
        p_tape.append(p)
        p *= x
        s += p / (i + 1.0)
    s_tape = []
    for i in range(1, n):
        s_tape.append(s)
        s *= 1.0 + x / i
    t = range(n - 1, 0, -2)
    s_tape1 = []
    for i in t:
        s_tape1.append(s)
        s += x * s / i
    # reverse sweep
    s_bar = 1.0
    x_bar = 0.0
    for i, s in zip(t[::-1], s_tape1[::-1]):
        t_bar = s_bar / i  # s = s + x * s / i
        s_bar += x * t_bar
        x_bar += s * t_bar
    for i, s in zip(range(n - 1, 0, -1), s_tape[::-1]):
        x_bar += s * s_bar / i
        s_bar = (1.0 + x / i) * s_bar
    p_bar = 0.0
    for i, p in zip(range(n - 1, -1, -1), p_tape[::-1]):
        p_bar += s_bar / (i + 1.0)  # s += p / (i + 1.0)
        x_bar += p * p_bar
        p_bar = x * p_bar
    return x_bar
