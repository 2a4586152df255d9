"""`break`, `continue` and `return` in loops."""

# ruff: noqa: B007, B905 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

EXITS = Programs()
program = EXITS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(X)
def break_in_for(x):
    s = 0.0
    for v in x:
        if v < 0:
            break
        s += v**2
    return s * v


@program(X)
def break_at_end(x):
    s = 1.0
    for v in x:
        s = s * v
        if s > 0.55:
            break
    return s


@program(X)
def break_never(x):
    s = 1.0
    for v in x:
        s = s * v + 1
        if s > 1e6:
            break
    return s


@program(X)
def break_first(x):
    s = 2.0
    for v in x:
        if v > -5:
            break
        s = s * v
    return s * x[0]


@program(X)
def continue_first(x):
    s = 0.0
    for v in x:
        if v < 0:
            continue
        s += v**3
    return s


@program(X)
def continue_middle_break(x):
    s = 0.0
    t = 1.0
    for i, v in enumerate(x):
        t = t * v
        if i == 1:
            s += t
            continue
        if t < -0.1:
            s *= 2
            break
        s += np.sin(v)
    return s * t


@program(M)
def break_nested(m):
    s = 0.0
    for row in m:
        for v in row:
            if v < 0:
                break
            s += v**2
        else_part = s * 2
        s += else_part * row[1]
    return s


@program(X)
def early_return_loop(x):
    s = 0.0
    for v in x:
        s += v**2
        if s > 1:
            return s * v
    return s


@program(X * 0.1)
def early_return_never(x):
    s = 0.0
    for v in x:
        s += v**2
        if s > 1:
            return s * v
    return s * 2


@program(M)
def early_return_nested(m):
    s = 1.0
    for i in range(2):
        for j in range(3):
            s = s * 0.9 + m[i, j] ** 2
            if i == 1 and j == 1:
                return s * m[i, j]
            if s > 100:
                return s
        s += 0.1
    return s


@program(M)
def return_in_inner_while(m):
    i = 0
    s = 0.0
    while i < 2:
        j = 0
        while True:
            s += m[i, j] ** 2
            if j == 2:
                break
            if s > 2:
                return s * 3
            j += 1
        i += 1
    return s


@program(0.7, 2)
def for_else_free_flag(x, n):
    found = False
    for i in range(5):
        if i == n:
            found = True
            break
        x = x * 1.1
    if found:
        return x * i
    return x


@program(X)
def min_index_search(x):
    best = x[0]
    at = 0
    for i in range(1, len(x)):
        if x[i] < best:
            best = x[i]
            at = i
    return best**2 + x[at - 1]


@program(0.7)
def nested_continue(x):
    s = 0.0
    for i in range(4):
        if i == 1:
            continue
        for j in range(4):
            if j == 2:
                continue
            if j > i + 1:
                break
            s += x ** (i + j)
        s *= 1.01
    return s


@program(0.7)
def break_two_levels(x):
    s = x
    stop = False
    for i in range(4):
        for j in range(4):
            s = np.sin(s) + 0.1 * j
            if i * j == 2:
                stop = True
                break
        if stop:
            break
        s *= x
    return s


@program(X)
def break_uses_element(x):
    s = 1.0
    for i, v in enumerate(x):
        if v < 0:
            s = s * v
            break
        s += v**2
    return s * i


@program([0.5, 1.2, -0.3, 0.8])
def break_uses_list_element(xs):
    s = 1.0
    for v in xs:
        if v < 0:
            break
        s += v**2
    return s * v


@program(M)
def break_uses_row(m):
    s = 1.0
    for row in m:
        s += row[0]
        if row[1] < 0:
            s = s * np.sum(row**2)
            break
    return s


@program(X, X[::-1].copy())
def break_in_zip(x, y):
    s = 1.0
    for a, b in zip(x, y):
        s = s + a * b
        if a < 0:
            s = s * b * a
            break
    return s


@program(M)
def nested_break_with_tape(m):
    s = 1.0
    for i in range(2):
        for j in range(3):
            s = np.sin(s) + m[i, j]
            if s * m[i, j] < -0.2:
                s = s * m[i, 0]
                break
        while s > 0.5:
            s = s * 0.7
            if s < 0.6:
                break
            s -= 0.05
        if s < 0:
            s = s * s
            break
    return s


@program(0.7, 1.3, order=2)
def break_out_of_a_tuple(x, y):
    for e in (x, y, x * y):
        if e > 1.0:
            return e * e
    return x


@program(0.7, 1.3, order=2)
def break_out_of_a_slice(x, y):
    xs = [x, y, x * y]
    total = 0.0
    for k, e in enumerate(xs[1:], 2):
        if e < 1.0:
            break
        total = total + e * k * x
    return total


@program(X)
def early_return_after_writes(x):
    y = x * 1.0
    for i in range(4):
        y[i] *= y[i - 1]
        for j in range(i):
            if y[j] < -10:
                return y[0]
            y[j] += 0.1 * y[i]
            if i == 2 and j == 1:
                return np.sum(y * y)
    return np.sum(y)


@program(X, order=2)
def early_returns_of_branches_in_loops(x):
    s = 0.0
    for i in range(3):
        for v in x:
            if v < 0:
                if i == 2:
                    return s * v
                elif s > 100:
                    return s
            s += v * v
    return s


@program(X, np.outer(X, X), order=2)
@program(X, np.outer(X, np.ones(4)) - 0.1, order=2)
def row_returned_on_one_path_of_a_loop(x, m):
    for v in m:
        if v[1] > 0.5:
            while x[0] > 9.0:
                v[:] *= x
        elif v[1] > -0.3:
            x = 0.29 * v
        else:
            return v * x
    return x


@program(X, 0.7, order=2)
@program(X, -0.7)
def return_that_is_never_reached(x, a):
    verbose = False
    s = 0.0
    if a > 0:
        for i in range(len(x)):
            if verbose or (s < -0.3 and x[i] > 0):
                return x[i] * a
            a = a * 1.1
    return np.sum(x**2) * a


def _first_below(v, x):
    for u, w in zip((0.3, v, v * v), x):
        if u < w + 0.01:
            return u * u * w
    return v


@program(X, 0.7, order=2)
@program(X[:1], 0.7, order=2)
@program(-X, -1.3, order=2)
def return_from_a_loop_over_a_tuple_and_an_array(x, a):
    return _first_below(a, x) * a


@program(X, 0.7, order=2)
@program(X, 0.2, order=2)
def break_in_a_loop_over_a_list_of_arrays(x, a):
    s, last = 0.0, x
    rows = [x, x * a, x * x]
    for k in range(len(x)):
        for u, w in zip(rows, x):
            s += np.sum(u * u) * w
            if w > 0.52 + 0.1 * k:
                last = u * w
                break
            s = s + a * u[0]
        rows[1] = last * s
    return s * np.sum(last)


@program(X, 0.7, order=2)
def break_in_a_loop_over_many_numbers(x, a):
    s = 0.0
    for u in [a * k for k in range(12)]:
        if u * s > 1:
            s = s * u
            break
        s += u * a
    return s * x[0]
