# s2sad: elimination.py:6 f, reverse mode with respect to matrix
# types: matrix: float64[matrix.0, matrix.1]


def f_grad(matrix):
    # forward sweep
    a = matrix.copy()
    n = a.shape[0]
    t_tape_tape = []
    t_tape_tape1 = []
    t_tape_tape_tape = []
    t_tape_tape_tape1 = []
    for k in range(n - 1):
        t = range(k + 1, n)
        t_tape = []
        t_tape1 = []
        t_tape_tape2 = []
        t_tape_tape3 = []
        for i in t:
            t1 = a[k, k]
            t_tape.append(t1)
            t1 = a[i, k] / t1
            t_tape1.append(t1)
            a[i, k] = t1
            t_tape2 = []
            t_tape3 = []
            for j in t:
                t1 = a[i, k]
                t_tape2.append(t1)
                t2 = a[k, j]
                t_tape3.append(t2)
                a[i, j] -= t1 * t2
            t_tape_tape2.append(t_tape2)
            t_tape_tape3.append(t_tape3)
        t_tape_tape.append(t_tape)
        t_tape_tape1.append(t_tape1)
        t_tape_tape_tape.append(t_tape_tape2)
        t_tape_tape_tape1.append(t_tape_tape3)
    # reverse sweep
    a_bar = 2 * a  # return np.sum(a * a)
    for k, t_tape1, t_tape, t_tape_tape, t_tape_tape1 in zip(
        range(n - 2, -1, -1), t_tape_tape[::-1], t_tape_tape1[::-1], t_tape_tape_tape[::-1],
        t_tape_tape_tape1[::-1]
    ):
        t = range(n - 1, k, -1)  # for i in range(k + 1, n):
        for i, t2, t1, t_tape1, t_tape in zip(
            t, t_tape1[::-1], t_tape[::-1], t_tape_tape[::-1], t_tape_tape1[::-1]
        ):
            for j, t3, t4 in zip(t, t_tape1[::-1], t_tape[::-1]):
                t_bar = -a_bar[i, j]  # a[i, j] -= a[i, k] * a[k, j]
                a_bar[k, j] += t3 * t_bar
                a_bar[i, k] += t4 * t_bar
            t_bar = a_bar[i, k] / t2  # a[i, k] /= a[k, k]
            a_bar[i, k] = t_bar
            a_bar[k, k] -= t1 * t_bar
    return a_bar
