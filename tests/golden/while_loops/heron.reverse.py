# s2sad: heron.py:4 f, reverse mode with respect to a
# types: a: float


def f_grad(a):
    # forward sweep
    x = a
    x_tape = []
    while abs(x * x - a) > 1e-14:
        x_tape.append(x)
        x = 0.5 * (x + a / x)
    # reverse sweep
    x_bar = a
    a_bar = x
    for x in x_tape[::-1]:
        t_bar = 0.5 * x_bar  # x = 0.5 * (x + a / x)
        t_bar1 = t_bar / x
        x_bar = t_bar - a / x * t_bar1
        a_bar += t_bar1
    a_bar += x_bar
    return a_bar
