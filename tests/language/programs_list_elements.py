"""Elements of lists that are read, replaced, swapped, written in place."""

# ruff: noqa: PLW2901 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

LIST_ELEMENTS = Programs()
program = LIST_ELEMENTS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7)
def list_in_loop_state(x):
    state = [x, 1.0]
    for i in range(4):
        state = [state[1], state[0] * x + i]
    return state[0] * state[1]


@program(0.7)
def list_element_update_in_loop(x):
    s = [x, x**2, 0.0]
    for i in range(3):
        s[i] += x * i
        s[2] = s[0] * s[1]
    return s[0] + s[1] * s[2]


@program(0.7)
def list_swap_elements(x):
    s = [x, x**2, x**3]
    s[0], s[2] = s[2], s[0]
    return s[0] + 2 * s[1] * s[2]


@program([0.7, 1.3])
def list_argument_changed(p):
    p[0] = p[1] ** 2
    p.append(p[0] * 2)
    return p[0] * p[2]


@program(0.7)
def list_slice(x):
    a = [x, x**2, x**3, 1.0]
    b = a[1:]
    b[0] = 5.0 * x
    return b[0] * a[1] + sum(a[:2])


@program(0.7)
def list_alias(x):
    a = [x, 1.0]
    b = a
    b[1] = x**2
    a.append(b[1])
    return a[1] * b[2]


@program(X)
def list_of_arrays_written(x):
    xs = [x * 1.0, x * 2.0]
    xs[0][1] = x[0] ** 2
    xs[1] += xs[0]
    return np.sum(xs[0] * xs[1])


@program(X)
def array_put_in_list_then_written(x):
    a = x * 1.0
    xs = [a, x]
    a[0] = x[1] ** 2
    xs[0][1] = x[0]
    return np.sum(xs[0] * a)


@program(X)
def list_loop_writes_elements(x):
    xs = [x * 1.0, x * 2.0, x * 3.0]
    for a in xs:
        a[0] = x[1]
        a *= 2
    return np.sum(xs[0] * xs[1] * xs[2])


@program(X)
def list_index_loop_writes(x):
    xs = [x * 1.0, x * 2.0, x * 3.0]
    for i in range(3):
        xs[i][0] = x[1] * i
        xs[i] *= 2
    return np.sum(xs[0] * xs[1] * xs[2])


@program(0.7)
def list_sum_builtin(x):
    xs = [x, x**2, x**3]
    return sum(xs) + max(xs) * min(xs) + sum(xs[1:], 1.0)


@program([X, X * 2])
def list_of_arrays_argument_changed(xs):
    xs[0][1] = xs[1][0] ** 2
    xs[1] = xs[0] * 2
    return np.sum(xs[0] * xs[1])


@program(0.7)
def list_conditional_choice(x):
    a = [x, 1.0]
    b = [x**2, 2.0]
    c = a if x > 0 else b
    return c[0] * c[1] + b[0]


@program(0.7)
def list_mixed_types(x):
    xs = [x, 2, "s", None, np.array([x, x**2])]
    return xs[0] * xs[1] * np.sum(xs[4])


@program([X, X * 2, X * 3])
def list_of_arrays_negative_index(xs):
    xs[-1][0] = xs[0][1] ** 2
    xs[-2] *= xs[-1]
    return np.sum(xs[1] * xs[2])


@program(X)
def list_reversed_and_slices(x):
    xs = [v**2 for v in x]
    s = 0.0
    for v in xs[1:]:
        s = s * v + xs[0]
    for v in xs[::-1]:
        s += s * v
    return s


@program(X, order=2)
def removed(x):
    xs = [x[0], x[1], x[2]]
    xs.remove(x[1])
    ks = [3, 1, 2]
    ks.remove(1)
    return xs[0] * xs[1] * ks[0]


@program(X, order=2)
def indexed(x):
    xs = [x[0], x[1], x[2]]
    k = xs.index(x[1])
    return xs[k] * xs[0] * ["a", "b"].index("b")


@program(X, order=2)
def plus_and_times(x):
    xs = [x[0]] + [x[1]] * 2
    xs += [x[2]]
    xs *= 2
    return xs[0] * xs[-1] + xs[5] * len(xs)


@program(X, order=2)
def negative_indices(x):
    xs = [x[0], x[1], x[2]]
    xs[-1] = xs[-2] * xs[-3]
    return xs[-1] * x[-1] + x[-2]


@program(X, 0.7, order=2)
@program(X, -0.6)
def slices_of_a_list_by_bounds_of_run_time(x, a):
    s = [a, 2.0, x[0], 4.0]
    k = int(a > 0) + 1
    t = s[k:] + s[:k]
    t[0] *= a
    for j in range(len(x)):
        t[1] = t[1] + sum(s[:j]) * x[j]
    return sum(t[: len(x)]) * t[1]


@program(X, 0.7, order=2)
@program(X, -0.6)
def slice_of_a_list_of_arrays_by_bounds_of_run_time(x, a):
    b = x * a
    c = np.cos(x)
    rows = [b, c, x * 2.0]
    t = rows[: int(a > 0) + 1]
    t[0][1] = a * a
    return np.sum(b * rows[0]) + sum(np.sum(u) for u in t)


@program(X, 0.7, order=2)
def determinant_by_minors(x, a):
    def det(m):
        if len(m) == 1:
            return m[0][0]
        return sum((-1) ** j * m[0][j] * det([r[:j] + r[j + 1 :] for r in m[1:]]) for j in range(len(m)))

    return det([[a, x[0], 1.0], [x[1], 2.0, x[2]], [x[2], a, x[0]]])
