"""`for` loops that run to their end: over ranges, arrays, lists, `zip`, `enumerate`."""

# ruff: noqa: B905 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

FOR_LOOPS = Programs()
program = FOR_LOOPS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(0.7)
def for_range_one(x):
    s = 0
    for i in range(5):
        s += x**i
    return s


@program(0.7, order=2)
def for_range_two(x):
    s = 0.0
    for i in range(2, 6):
        s = s * x + i
    return s


@program(0.7)
def for_range_negative(x):
    s = 1.0
    for i in range(10, 0, -3):
        s = np.sin(s * i) + x
    return s * i


@program(0.7)
def for_zero_trip(x):
    s = x
    for i in range(0):
        s = s * x * i
    for i in range(3, 1):
        s = s * x * i
    return s**2


@program(0.7, 3)
def for_runtime_range(x, n):
    s = x
    for i in range(1, n + 1):
        s = np.sin(s) * i
    return s


@program(0.7, 0)
def for_runtime_zero_range(x, n):
    s = x
    for _ in range(n):
        s = np.sin(s)
    return s * x


@program(0.7, 5, 0, -2)
def for_runtime_step(x, a, b, c):
    s = x
    for i in range(a, b, c):
        s = np.sin(s * i) + x
    return s


@program(X, order=2)
def for_array(x):
    s = 0.0
    for v in x:
        s = s * v + np.sin(v)
    return s


@program(M)
def for_rows(m):
    s = 0.0
    for row in m:
        s += np.prod(row) * row[0]
    return s


@program(M)
def for_rows_nested(m):
    s = 1.0
    for row in m:
        for v in row:
            s = s * 0.5 + v * v
    return s


@program(0.7, 1.3)
def for_list_of_floats(x, y):
    s = 1.0
    for v in [x, y, x * y]:
        s = s * v + v
    return s


@program([0.7, 0.4, 1.1])
def for_list_argument(xs):
    s = 1.0
    for v in xs:
        s = np.sin(s * v)
    return s


@program([(M, X[:2]), (M.T @ M @ M.T @ M[:, :2] @ M[:2, :2], X[:3])][:1], X[:3])
def for_layers(layers, z):
    for w, b in layers:
        z = np.tanh(w @ z + b)
    return np.sum(z**2)


@program([(M @ M.T, X[:2]), (M @ M.T * 2, X[1:3])], X[:2], order=2)
def for_layers_same(layers, z):
    for w, b in layers:
        z = np.tanh(w @ z + b)
    return np.sum(z**2)


@program(X, X[::-1].copy())
def for_zip(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s += a * b**2
    return s


@program(X, [0.1, 0.2, 0.3], (1.0, 2.0, 3.0, 4.0))
def for_zip_three(x, y, z):
    s = 1.0
    for a, b, c in zip(x, y, z):
        s = s * a + b * c
    return s


@program(X)
def for_enumerate(x):
    s = 0.0
    for i, v in enumerate(x):
        s += (i + 1) * v**2 * x[i - 1]
    return s


@program(X)
def for_enumerate_start(x):
    s = 0.0
    for i, v in enumerate(x, 3):
        s += i * np.sin(v)
    return s * i * v


@program(X, X + 1)
def for_enumerate_zip(x, y):
    s = 0.0
    for i, (a, b) in enumerate(zip(x, y)):
        s += (i + 1) * a * b
    return s


@program(M)
def nested_ranges(m):
    s = 0.0
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            if i != j:
                s += m[i, j] ** 2 * m[0, j]
    return s


@program(0.7)
def triple_nested(x):
    s = x
    for i in range(3):
        for j in range(i):
            for k in range(j + 1):
                s = np.sin(s + k) * x
            s += j
        s *= 1.1
    return s


@program(X)
def vector_loop(x):
    y = x
    for i in range(3):
        y = np.sin(y) + x * i
    return np.sum(y)


@program(X)
def range_len_reversed(x):
    s = 1.0
    for i in range(len(x) - 1, -1, -1):
        s = s * 0.5 + x[i] ** 2
    return s


@program(X)
def reversed_loop(x):
    s = 1.0
    for v in reversed(x):
        s = s * v + 1
    return s


@program(X)
def for_over_slice(x):
    s = 1.0
    for v in x[1:]:
        s = s * v + x[0]
    for v in x[::-1]:
        s = s + s * v
    return s


@program(0.7)
def for_over_tuple_literal(x):
    s = 1.0
    for a, b in ((1, x), (2, x**2), (3, 0.5)):
        s += a * b * s
    return s


@program(0.7)
def for_over_constants(x):
    s = 0.0
    for c in (0.1, 0.2, 0.3):
        s += c * x
    for name in ["a", "b"]:
        if name == "a":
            s *= x
    return s


@program(X, np.int64(1), np.int64(4), order=2)
def for_range_of_numpy_ints(x, first, last):
    s = 1.0
    for i in range(first, last):
        s = s * x[i] + i
    for i in range(last - 1, first, np.int32(-1)):
        s = s * 0.5 + x[i]
    return s


@program(X, order=2)
def for_range_of_argmax(x):
    s = 1.0
    for i in range(np.argmax(x) + 1):
        s = s * x[i] + i
    return s


@program(0.7, (), order=2)
def nothing_to_run_over(x, ys):
    s = x
    for y in ys:
        s = s * y
    for y in []:
        s = s * y
    for _ in np.zeros(0):
        s = s * 2
    return s * x


@program(0.3, 0.7, order=2)
def loop_over_a_tuple_with_a_known_number(x, a):
    s = 0.0
    for c in (a, x, 3.0):
        s = s * c + c
    return s
