"""Numbers of which only the run knows whether they are integers or floats: powers of integers, `max(0, v)`, sums."""

from __future__ import annotations

import numpy as np

from .programs import Programs

INTEGERS_OR_FLOATS = Programs()
program = INTEGERS_OR_FLOATS.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def alternating_series(x, a):
    s = 0.0
    for k in range(len(x)):
        s += (-1) ** k * x[k] * a**k
    return s


@program(X, 0.7, order=2)
@program(X, -0.6)
def array_scaled_by_a_power_of_two(x, a):
    A = x * a
    A = A / 2 ** (len(x) % 3)
    A += 1.0
    A[0] = a
    return np.sum(A**2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def powers_of_ten_with_a_sign(x, a):
    s = 0.0
    for k in range(1, 4):
        s = s + x[0] * 10**-k * a
    return s


@program(X, 0.7, order=2)
@program(X, -0.6)
def place_at_a_power(x, a):
    s = 0.0
    for k in range(len(x)):
        s += x[2**k % len(x)] * a**k
    return s


@program(X, 0.7, order=2)
@program(X, -0.6)
def sizes_that_are_powers(x, a):
    n = len(x)
    s = 0.0
    for k in range(2):
        h = 2**k
        for i in range(0, n, h):
            s += x[i] * h * a
        y = np.zeros(h)
        y[:h] = a
        s += np.sum(y * x[:h].sum())
    return s


@program(X, 0.7, order=2)
@program(X, -0.6)
def size_of_a_power_known_at_run_time(x, a):
    n = len(x)
    h = 2 ** (n - 2)
    m = h // 2
    y = np.zeros(h)
    y[m] = a
    z = [x[0]] * h
    z[m] = a * x[1]
    y[h - 1] += x[2]
    if isinstance(h, int):
        y = y * 2
    return np.sum(y) + sum(z) + (h == 2) * a


@program(X, 0.7, order=2)
@program(X, -0.6)
def integers_of_powers(x, a):
    n = len(x)
    w = np.array([(-1) ** k for k in range(n)])
    b = [2**k for k in range(n)]
    s = 1
    for k in range(n):
        s = s * (-1) ** k + 2**k
    return np.sum(w * x) + sum(v * q for v, q in zip(b, x, strict=True)) * a + s * a


@program(X, 0.7, order=2)
@program(X, -0.6)
def series_with_factorials(x, a):
    f = 1
    s = 0.0
    for k in range(len(x)):
        s += (-1) ** k * x[k] ** (2 * k + 1) / f
        f *= (2 * k + 2) * (2 * k + 3)
    return s * a


@program(X, 0.7, order=2)
@program(X, -0.6)
def subsets_by_bits(x, a):
    s = 0.0
    for m in range(2 ** len(x)):
        t = 1.0
        for k in range(len(x)):
            if m & 2**k:
                t = t * x[k]
            if m // 2**k % 2:
                t = t + a
        s = s + t
    return s


@program(X, 0.7, order=2)
@program(X, -0.6)
def indices_times_a_power(x, a):
    i = np.arange(3)
    for k in range(1):
        i *= 2**k
        i //= 3**k
    return np.sum(x[i]) * a


@program(X, 0.7, order=2)
@program(X, -0.6)
def greatest_of_an_integer_and_a_float(x, a):
    i = max(0, int(a))
    j = min(2, len(x) - 1)
    z = [x[0]] * max(1, j)
    h = max(0, a)
    w = np.array([h, x[0]])
    w[0] += a
    s = 0
    for v in x:
        if v > 0.5:
            s += v
    u = np.array([s, s])
    return x[i] * x[j] + sum(z) + np.sum(w) + np.sum(u) * a + h
