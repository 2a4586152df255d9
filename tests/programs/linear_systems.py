"""Linear systems by loops, as textbooks write them: factorisations in place, sweeps, scaling and squaring."""

import numpy as np


def lu_in_place(matrix):
    """L and U in one array, without pivoting."""
    a = matrix.copy()
    n = a.shape[0]
    for k in range(n - 1):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return a


def log_determinant(matrix):
    lu = lu_in_place(matrix)
    total = 0.0
    for i in range(lu.shape[0]):
        total += np.log(np.abs(lu[i, i]))
    return total


def lu_solve(matrix, b):
    """x with matrix @ x = b: elimination by rows, then both substitutions in one buffer."""
    a = matrix.copy()
    x = b.copy()
    n = len(b)
    for k in range(n - 1):
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a[i, k:] -= factor * a[k, k:]
            x[i] -= factor * x[k]
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            x[i] -= a[i, j] * x[j]
        x[i] /= a[i, i]
    return x


def cholesky(a):
    """The lower factor by the Cholesky–Banachiewicz loops."""
    n = a.shape[0]
    lower = np.zeros_like(a)
    for i in range(n):
        for j in range(i + 1):
            s = 0.0
            for k in range(j):
                s += lower[i, k] * lower[j, k]
            if i == j:
                lower[i, j] = np.sqrt(a[i, i] - s)
            else:
                lower[i, j] = (a[i, j] - s) / lower[j, j]
    return lower


def thomas(a, b, c, d):
    """The tridiagonal algorithm: sub-, main and superdiagonal, right-hand side."""
    n = len(d)
    c_star = np.zeros_like(d)
    d_star = np.zeros_like(d)
    c_star[0] = c[0] / b[0]
    d_star[0] = d[0] / b[0]
    for i in range(1, n):
        m = b[i] - a[i] * c_star[i - 1]
        c_star[i] = c[i] / m
        d_star[i] = (d[i] - a[i] * d_star[i - 1]) / m
    x = np.zeros_like(d)
    x[n - 1] = d_star[n - 1]
    for i in range(n - 2, -1, -1):
        x[i] = d_star[i] - c_star[i] * x[i + 1]
    return x


def thomas_in_place(a, b, c, d):
    """The same, with the right-hand side as the solution."""
    n = len(d)
    for i in range(1, n):
        w = a[i] / b[i - 1]
        b[i] = b[i] - w * c[i - 1]
        d[i] = d[i] - w * d[i - 1]
    d[n - 1] = d[n - 1] / b[n - 1]
    for i in range(n - 2, -1, -1):
        d[i] = (d[i] - c[i] * d[i + 1]) / b[i]
    return d


def gauss_seidel(a, b, sweeps=8):
    n = b.shape[0]
    x = np.zeros_like(b)
    for _ in range(sweeps):
        for i in range(n):
            s = 0.0
            for j in range(n):
                if j != i:
                    s += a[i, j] * x[j]
            x[i] = (b[i] - s) / a[i, i]
    return x


def gauss_seidel_by_slices(a, b, sweeps=8):
    x = np.zeros_like(b)
    for _ in range(sweeps):
        for i in range(len(b)):
            x[i] = (b[i] - a[i, :i] @ x[:i] - a[i, i + 1 :] @ x[i + 1 :]) / a[i, i]
    return x


def red_black_sor(u, f, omega, sweeps=4):
    """Successive over-relaxation of the Poisson equation: the points of one colour do not see each other."""
    n, m = u.shape
    u = u.copy()
    h2 = 1.0 / (n - 1) ** 2
    for _ in range(sweeps):
        for colour in range(2):
            for i in range(1, n - 1):
                for j in range(1 + (i + colour) % 2, m - 1, 2):
                    residual = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j] - h2 * f[i, j]
                    u[i, j] += omega * residual / 4.0
    return u


def red_black_sor_by_slices(u, f, omega, sweeps=4):
    """The same with strided slices on one line, written in two halves."""
    u = u.copy()
    for _ in range(sweeps):
        u[1:-1:2] += omega * (0.5 * (u[0:-2:2] + u[2::2] - f[1:-1:2]) - u[1:-1:2])
        u[2:-1:2] += omega * (0.5 * (u[1:-2:2] + u[3::2] - f[2:-1:2]) - u[2:-1:2])
    return u


def matrix_exponential(a, terms=8):
    """Scaling and squaring around the Taylor series."""
    squarings = 0
    norm = np.max(np.sum(np.abs(a), axis=1))
    while norm > 0.5:
        norm = norm / 2.0
        squarings += 1
    scaled = a / 2**squarings
    result = np.eye(a.shape[0])
    term = np.eye(a.shape[0])
    for k in range(1, terms + 1):
        term = term @ scaled / k
        result = result + term
    for _ in range(squarings):
        result = result @ result
    return result
