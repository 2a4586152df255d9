"""Assignments: chained, unpacked, starred, augmented, by `:=`, to global names; `del`."""

# ruff: noqa: PLW0602 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

ASSIGNMENTS = Programs()
program = ASSIGNMENTS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
FACTOR = 2.0


@program(0.7, order=2)
def chain_assign(x):
    a = b = c = np.sin(x)
    a *= 2
    return a * b + c


@program(0.7, 1.3)
def tuple_swap(x, y):
    x, y = y, x * y
    x, y = y + x, x
    return x * y**2


@program(0.7, 1.3)
def nested_unpack(x, y):
    (a, b), c = (x * y, y), x
    [d, e] = [a + 1, b * c]
    return a * b * c + d * e


@program(0.7)
def starred_unpack(x):
    first, *rest = (x, x**2, x**3)
    *init, last = rest
    return first * rest[0] + last * init[0]


@program(0.7, order=2)
def starred_targets(x):
    a, *rest = [x, x * x, x**3]
    *first, b = (x, 2 * x)
    (c, *middle, d), e = [x**i for i in range(5)], x
    return a * rest[1] + len(rest) + first[0] * b + c * middle[1] * d * e


@program(X, order=2)
def starred_target_of_an_array(x):
    a, *rest = x
    return a * rest[1] + len(rest)


@program(X, order=2)
def starred_displays(x):
    a = [x[0], x[1]]
    b = (x[2],)
    c = [*a, *b, x[3]]
    t = (*a, *b)
    return c[1] * c[2] + len(c) + t[2] * t[0]


@program(0.7, order=2)
def zip_of_unpacked_pairs(x):
    pairs = [(x, x * x), (x**3, 2 * x)]
    a, b = zip(*pairs, strict=True)
    return a[0] * b[1] + a[1]


@program(0.7, order=2)
def augmented_all(x):
    y = x
    y += 2
    y *= x
    y -= x**2 / 3
    y /= 1 + x
    y **= 2
    return y


@program(2.7)
def floor_and_mod(x):
    n = x // 1
    r = x % 1.0
    return n * r + r**2


@program(0.7, order=2)
def walrus_in_a_test(x):
    if (y := x * x) > 0.1 and (z := y * x) < 10:
        return y * z
    return y


@program(0.7, order=2)
def walrus_behind_and(x):
    z = x
    if x > 0.1 and (z := x * x) > 0.2:
        return z * x
    return z


@program(0.7, order=2)
def walrus_in_while(x):
    z = x
    while (w := z * z) < 5.0:
        z = z + w + 0.5
    return z * w


@program(X, order=2)
def walrus_in_a_comprehension(x):
    ys = [y * v for v in x if (y := v * v) > 0.1]
    return sum(ys) * y


@program(0.7)
def deleted(x):
    y = x * x
    z = y * x
    xs = [x, x * x, x**3, x**4]
    del y, xs[1], xs[:1]
    y = xs[0]
    return z * y + xs[-1]


@program(0.7, order=2)
def global_declared(x):
    global FACTOR
    return x * FACTOR
