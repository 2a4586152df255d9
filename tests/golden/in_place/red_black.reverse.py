# s2sad: red_black.py:6 f, reverse mode with respect to u, omega
# types: u: float64[u.0, u.1], omega: float


def f_grad(u, omega):
    # forward sweep
    u = u.copy()
    n = u.shape[0]
    m = u.shape[1]
    residual_tape_tape_tape = []
    for colour in range(2):
        residual_tape_tape = []
        for i in range(1, n - 1):
            residual_tape = []
            for j in range(1 + (i + colour) % 2, m - 1, 2):
                t = u[i, j]
                residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * t
                residual_tape.append(residual)
                u[i, j] = t + omega * residual / 4.0
            residual_tape_tape.append(residual_tape)
        residual_tape_tape_tape.append(residual_tape_tape)
    # reverse sweep
    u_bar = 2 * u  # return np.sum(u * u)
    omega_bar = 0.0
    for colour, residual_tape_tape in zip(range(1, -1, -1), residual_tape_tape_tape[::-1]):
        for i, residual_tape in zip(range(n - 2, 0, -1), residual_tape_tape[::-1]):
            for j, residual in zip(
                range(1 + (i + colour) % 2, m - 1, 2)[::-1], residual_tape[::-1]
            ):
                t_bar = u_bar[i, j] / 4.0  # u[i, j] += omega * residual / 4.0
                t_bar1 = omega * t_bar
                # residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                u_bar[i, j] -= 4.0 * t_bar1
                u_bar[i, j + 1] += t_bar1
                u_bar[i, j - 1] += t_bar1
                u_bar[i + 1, j] += t_bar1
                u_bar[i - 1, j] += t_bar1
                omega_bar += residual * t_bar
    return u_bar, omega_bar
