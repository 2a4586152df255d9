"""Lists that are built and grow, in displays, in loops, on some paths."""

# ruff: noqa: B007, RUF005 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

GROWING_LISTS = Programs()
program = GROWING_LISTS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7)
def list_built(x):
    xs = [x, x**2]
    xs.append(x**3)
    xs[0] = xs[1] * xs[2]
    a, b, c = xs
    return a + b * c + xs[-1]


@program(0.7)
def append_in_loop(x):
    xs = []
    for i in range(4):
        xs.append(x**i)
    return xs[1] * xs[3] + xs[0]


@program(0.7)
def append_conditionally(x):
    xs = [1.0]
    for i in range(5):
        if i % 2 == 0:
            xs.append(x * i + xs[-1])
    return xs[-1] * xs[1] + len(xs)


@program(0.7)
def append_and_iterate(x):
    xs = []
    for i in range(4):
        xs.append(np.sin(x * i))
    s = 0.0
    for v in xs:
        s = s * 0.5 + v
    return s


@program(X)
def append_arrays(x):
    xs = [x]
    for i in range(3):
        xs.append(np.sin(xs[-1]))
    return np.sum(xs[2] * xs[3])


@program(X)
def append_then_stack(x):
    rows = []
    for i in range(3):
        rows.append(x * (i + 1))
    m = np.stack(rows)
    return np.sum(m[1] * m[2])


@program(X)
def append_then_array(x):
    out = []
    for v in x:
        out.append(v**2)
    a = np.array(out)
    return np.sum(a * x)


@program([0.7, 1.3, 0.4])
def list_pop(p):
    q = [v * 2 for v in p]
    last = q.pop()
    return last * q[-1] + len(q)


@program(0.7)
def stack_machine(x):
    stack = []
    for i in range(4):
        stack.append(x + i)
    s = 1.0
    while len(stack) > 1:
        s = s * stack.pop()
    return s * stack[0]


@program(0.7)
def list_concatenation(x):
    a = [x] + [x**2, 2.0]
    b = a * 2
    return b[3] * b[1]


@program(0.7)
def list_repeated(x):
    a = [x] * 3
    a[1] = a[0] * 2
    return a[0] * a[1] * a[2]


@program(0.7)
def list_zero_filled(x):
    a = [0.0] * 4
    for i in range(4):
        a[i] = x**i
    return a[1] * a[3] + a[2]


@program(0.7, 4)
def list_zero_filled_runtime(x, n):
    a = [0.0] * n
    for i in range(n):
        a[i] = x ** (i + 1)
    return a[1] * a[3] + a[2]


@program(X)
def list_insert_extend(x):
    xs = [v for v in x]
    xs.extend([x[0] ** 2, 1.0])
    return xs[4] * xs[1] + len(xs)


@program(X)
def list_append_same_buffer_copied(x):
    b = x * 1.0
    hist = []
    for i in range(3):
        b[i] = b[i + 1] ** 2
        hist.append(b.copy())
    return np.sum(hist[0] * hist[2])


@program(0.7)
def list_of_pairs_appended(x):
    xs = []
    for i in range(3):
        xs.append((x * i, x**2))
    return xs[1][0] * xs[2][1]


@program(0.7)
def grid_of_lists(x):
    g = [[0.0 for j in range(3)] for i in range(3)]
    for i in range(3):
        for j in range(3):
            g[i][j] = x ** (i + j)
    return g[1][2] * g[2][2]


@program(0.7)
def nested_lists(x):
    g = [[x, 1.0], [2.0, x**2]]
    g[0][1] = g[1][1] * x
    row = g[0]
    row[0] = 3.0 * x
    return g[0][0] * g[0][1] + g[1][0]


@program(0.7, order=2)
def list_of_lists_and_their_union(x):
    groups = []
    for k in range(2):
        groups.append([x * k + 1.0])
    union = []
    for each in groups:
        union.extend(each)
    groups.append(union)
    union.append(3.0 * x)
    groups[0] = union
    union.append(x * x)
    return sum(groups[2]) * len(groups[0]) + groups[1][0]


@program(X, 0.7, order=2)
def first_and_last_rows_of_halved_controls(x, a):
    controls = np.outer(x, x * a)
    left, right = [], []
    while len(controls) > 1:
        left.append(controls[0])
        right.insert(0, controls[-1])
        controls = controls[:-1] + controls[1:]
    return np.sum(np.array(left) * np.array(right))


@program(X, 0.7, order=2)
def array_in_two_lists_that_grow(x, a):
    row = x * a
    rows, kept = [], []
    for _ in range(len(x)):
        rows.append(row)
        kept.append(row)
        row = row + 1.0
    return np.sum(np.array(rows) * np.array(kept))


@program(X, 0.7, order=2)
def rows_of_one_array_in_two_lists(x, a):
    both = np.outer(x, x * a)
    firsts, seconds = [], []
    for _ in range(len(x)):
        firsts.append(both[0])
        seconds.append(both[1])
    return np.sum(np.array(firsts) * np.array(seconds))
