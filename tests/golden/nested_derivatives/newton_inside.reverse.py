# s2sad: newton_inside.py:6 f, reverse mode with respect to a
# types: a: float


def f_grad(a):
    # forward sweep
    x = 1.0
    x_tape = []
    t_bar_tape = []
    t_tape = []
    for _ in range(4):
        x_tape.append(x)
        x_bar = 4 * x ** 3 - a  # return x**4 - a * x
        t = 12 * x ** 2
        t_bar_tape.append(t)
        t = x_bar / t
        t_tape.append(t)
        x -= t
    # reverse sweep
    x_bar = 1.0
    a_bar = 0.0
    for x, t_bar, t in zip(x_tape[::-1], t_bar_tape[::-1], t_tape[::-1]):
        t_bar = -x_bar / t_bar  # x = x - slope(x) / grad(slope)(x)
        x_bar += t_bar * (12 * x ** 2 - 24 * t * x)
        a_bar -= t_bar
    return a_bar
