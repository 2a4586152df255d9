"""Methods of lists, slices of lists, `+=` and `*`; lists that two names share; lists of arrays."""

# ruff: noqa: E731 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

LISTS = Programs()
program = LISTS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7, order=2)
def pop_last(x):
    xs = [x, x * 2, x**3]
    a = xs.pop()
    return a * xs[0] + len(xs)


@program(0.7, order=2)
def pop_until_empty(x):
    xs = []
    for i in range(4):
        xs.append(x**i)
    total = 0.0
    while xs:
        total = total * x + xs.pop()
    return total


@program(0.7, order=2)
def pop_at(x):
    xs = [x, x * 2, x**3]
    a = xs.pop(0)
    return a * xs[0]


@program(0.7, order=2)
def pop_at_of_grown_list(x):
    xs = []
    for i in range(4):
        xs.append(x**i)
    a = xs.pop(0)
    b = xs.pop(1)
    return a * xs[0] + b


@program(X, order=2)
def pop_between_reads(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1) ** 2)
    return np.sum(xs[-1] * xs.pop() * xs[-1])


@program(X, order=2)
def pop_conditionally(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1) ** 2)
    a = xs.pop() if x[0] > 0 else x
    return np.sum(a * xs[-1])


@program(X)
def pop_in_an_operand_that_may_not_run(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1) ** 2)
    return np.sum(xs[-1] * (xs.pop() if x[0] > 0 else x))


@program(X, order=2)
def popped_array_written(x):
    xs = [x * 1, x * 2, x * 3]
    total = 0.0
    while len(xs) > 0:
        b = xs.pop()
        b[0] = x[1] * total
        total = total + np.sum(b * b)
    return total


@program(X, order=2)
def popped_and_named_before(x):
    xs = [x * 2, x * 3]
    for i in range(2):
        xs.append(x * i)
    a = xs[-1]
    b = xs.pop()
    b[0] = x[1] * 5
    return np.sum(a * b) + np.sum(xs[0])


@program(X)
def work_queue(x):
    queue = [x, x * 2]
    total = 0.0
    while queue:
        a = queue.pop(0)
        total = total + np.sum(a * a)
        if total < 20:
            queue.append(a * 1.5)
    return total


@program(0.7, order=2)
def extend_by_itself(x):
    xs = [x]
    xs.extend([x * x, x**3])
    xs.extend(xs)
    return sum(xs) * xs[1]


@program(0.7, order=2)
def extend_in_loop(x):
    xs = []
    for i in range(3):
        xs.extend([x**i, x * i])
    return xs[0] * xs[3] + xs[-1]


@program(0.7, order=2)
def insert_in_display(x):
    xs = [x]
    xs.insert(0, x * x)
    xs.insert(1, x**3)
    return xs[0] + 2 * xs[1] + 3 * xs[2]


@program(0.7, order=2)
def insert_in_loop(x):
    xs = []
    for i in range(3):
        xs.insert(0, x**i)
    return xs[0] + 2 * xs[1] + 3 * xs[2]


@program(X, order=2)
def ring_of_arrays(x):
    history = []
    for i in range(5):
        history.insert(0, x * i)
        if len(history) > 2:
            history.pop()
    return np.sum(history[0] * history[1])


@program(0.7, order=2)
def reversed_in_place(x):
    xs = [x, x * x]
    xs.reverse()
    ys = [x**i for i in range(4)]
    ys.reverse()
    return xs[0] + 2 * xs[1] + ys[0] + 3 * ys[1]


@program(0.7, order=2)
def cleared(x):
    xs = [x, x * x]
    a = xs[1]
    xs.clear()
    xs.append(x)
    ys = [x**i for i in range(3)]
    ys.clear()
    ys.append(x * x)
    return xs[0] * a + ys[0]


@program(0.7, order=2)
def copied(x):
    xs = [x, x * x]
    ys = xs.copy()
    ys[0] = x**3
    us = [x**i for i in range(4)]
    vs = us.copy()
    vs[1] = x**3
    return xs[0] + 2 * ys[0] + us[1] + 3 * vs[1]


@program(X, order=2)
def copy_shares_elements(x):
    xs = [x * 1, x * 2]
    ys = xs.copy()
    ys[0][0] = x[1]
    xs.append(x)
    return np.sum(xs[0] * ys[1]) + len(ys)


@program(X, order=2)
def slice_gets_elements(x):
    xs = []
    for i in range(3):
        xs.append(x * (i + 1))
    ys = xs[1:]
    ys.append(x)
    ys[0] = x * x
    return np.sum(xs[1] * ys[0]) + np.sum(ys[-1])


@program(0.7, order=2)
def list_extended_in_place(x):
    xs = [x]
    ys = xs
    xs += [x * x]
    return ys[1] * xs[0]


@program(0.7, 3, order=1)
def list_multiplied(x, n):
    xs = [x] * n
    xs[0] = x * x
    return xs[0] * xs[1] * xs[2]


@program(X, order=2)
def zeros_filled(x):
    xs = [0.0] * len(x)
    for i in range(len(x)):
        xs[i] = x[i] ** 2
    return sum(xs) * xs[1]


@program(X, order=2)
def array_repeated(x):
    xs = [x * 1] * len(x)
    xs[0] = x * x
    return np.sum(xs[0] * xs[1])


@program(X)
def array_repeated_and_written(x):
    xs = [x * 1] * len(x)
    xs[0][0] = 5 * x[1]
    return np.sum(xs[0] * xs[1])


@program(0.7, order=2)
def slice_assigned(x):
    xs = [x, x, x]
    xs[1:] = [x * x]
    ys = [x**i for i in range(5)]
    ys[1:3] = [x * x]
    return xs[0] + 2 * xs[1] + len(xs) + ys[0] + 2 * ys[1] + 3 * ys[2]


@program(0.7, order=2)
def slice_with_a_step_assigned(x):
    xs = [x**i for i in range(5)]
    xs[::2] = [x * x, x, 2 * x]
    return xs[0] * xs[1] + xs[2] * xs[3] + xs[4]


@program(0.7)
def searched_and_sorted(x):
    ns = [3, 1, 2]
    k = ns.index(1) + ns.count(2)
    ns.remove(1)
    ns.sort()
    return x ** ns[0] * k + x ** ns[1]


@program([1.0, 2.0, 3.0], 0.7)
def list_of_the_caller_changed(xs, x):
    a = xs.pop()
    xs.insert(0, a * x)
    xs.append(x)
    xs[1:3] = [x, x * xs[2], 5.0]
    xs.reverse()
    xs.extend([x])
    return xs[0] * xs[1] * xs[2] * xs[4]


@program([X, 2 * X], 0.7)
def arrays_of_the_caller_changed(xs, x):
    a = xs.pop()
    xs.append(a * x)
    xs[0][0] = x
    return np.sum(xs[0] * xs[1] * a)


@program({"a": [X, 2 * X]}, 0.7)
def list_in_a_dict_of_the_caller(d, x):
    a = d["a"].pop()
    d["a"].append(a * x)
    return np.sum(d["a"][0] * d["a"][1])


@program(X, order=2)
def lists_in_a_dict(x):
    d = {"a": [], "b": [x]}
    for i in range(3):
        d["a"].append(x * i)
        d["b"].insert(0, x * x)
    d["a"].pop()
    e = d["a"]
    e.append(x)
    return np.sum(d["a"][-1] * d["b"][0]) + len(d["a"])


@program(X)
def lists_in_a_list(x):
    m = []
    for i in range(3):
        m.append([])
        for j in range(2):
            m[i].append(x[j] * i)
    m[0].extend(m[1])
    row = m[2]
    row.pop()
    m[2].append(x[0])
    return m[0][2] * m[2][1] + len(row)


@program(X, order=2)
def array_in_two_displays(x):
    a = x * 1
    xs = [a]
    ys = [a, x * 3]
    for i in range(2):
        ys.append(x * i)
    ys[0][1] = x[0] * 9
    return np.sum(xs[0] * x)


@program(X, order=2)
def array_in_a_default_and_a_list(x):
    a = x * 1
    f = lambda u, b=a: np.sum(b * u)
    ys = [a, x * 3]
    for i in range(2):
        ys[i][0] = x[1] * i * 3
    return f(x)


@program(X)
def list_extended_in_place_while_shared(x):
    xs = []
    ys = xs
    for i in range(3):
        xs += [x * i]
    return np.sum(ys[1] * xs[2])


@program(X)
def element_of_a_shared_slice_written(x):
    xs = []
    for i in range(3):
        xs.append(x * (i + 1))
    ys = xs[:]
    ys[1][0] = 5.0
    return np.sum(xs[1] * x)
