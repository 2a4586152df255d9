"""Elements that are made one by one: what is run over changes meanwhile; views of dicts; parts of tuples in lists."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from .programs import Programs

MADE_ONE_BY_ONE = Programs()
program = MADE_ONE_BY_ONE.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
def mapped_array_written(x, a):
    y = x.copy()

    def put(t):
        y[2] = a
        return t

    return sum(map(put, y)) * x[0]


@program(X, 0.7, order=2)
def reduced_array_written(x, a):
    y = x.copy()

    def put(s, t):
        y[2] = a
        return s + t

    return reduce(put, y) * x[0]


@program(X, 0.7, order=2)
def values_of_a_dict_changed(x, a):
    y = {0: x[0], 1: x[1]}
    s = 0.0
    for t in y.values():
        y[1] = t * a
        s += t
    for _, t in enumerate(y.values()):
        y[1] = t * t
        s += t
    return s


@program(X, 0.7, order=2)
def named_views_of_a_dict(x, a):
    y = {0: x[0], 1: x[1]}
    values, items, keys = y.values(), y.items(), y.keys()
    y[1] = a
    y[2] = x[2]
    return sum(values) + sum(k * t for k, t in items) * len(keys)


@program(X, 0.7, order=2)
def lists_in_tuples_in_a_list(x, a):
    groups = [("a", []), ("b", [])]
    for i in range(3):
        groups[i % 2][1].append(x[i])
    edges = [(1, [1]) for _ in range(3)]
    for i in range(3):
        edges[i][1][0] = x[i] * a
    pairs = [(0, [x[i]]) for i in range(2)]
    for _, w in pairs:
        w += [a]
    return sum(len(g) * sum(g) for _, g in groups) * a + edges[1][1][0] * x[0] + pairs[0][1][1] * pairs[1][1][0]


@program(X, 0.7, order=2)
def sets_changed_in_place(x, a):
    def grow(members):
        members |= {9}

    s = {1, 2}
    t = s
    s |= {3}
    t -= {1}
    for _ in range(3):
        grow(s)
    frozen = frozenset({1, 2})
    other = frozen
    frozen |= {3}
    return x[0] * len(t) + a * x[1] * len(other) + len(frozen)


@program(X, 0.7, order=2)
def filtered_generators(x, a):
    return sum(filter(lambda t: t > 0, (t * a for t in x))) + sum(filter(None, filter(lambda t: t < 1, x)))


@program(X, 0.7, order=2)
def generators_in_any_and_in_a_second_loop(x, a):
    k = a

    def halve(t):
        nonlocal k
        k = k * 0.5 + t
        return k

    any(halve(t) > 9 for t in (t * k for t in x))
    return k + sum([halve(u) for t in x for u in (v * k for v in x)])


@program(X, 0.7)
def list_written_while_it_is_mapped(x, a):
    y = [x[0], x[1], x[2]]

    def put(t):
        y[2] = a
        return t

    return [put(t) for t in y][2]


@program(X, 0.7)
def keys_that_write(x, a):
    y = x.copy()

    def key(t: Any) -> Any:
        y[2] = 2 + a
        return t

    return max(y, key=key)


@program(X, 0.7)
def generator_given_to_a_reduction_that_acts(x, a):
    k = a

    def put(s, t):
        nonlocal k
        k = s * t
        return s + t

    return reduce(put, (t * k for t in x))


@program(X, 0.7)
def row_held_twice_extended(x, a):
    rows = [[x[0]], [x[1]]]
    rows[int(a > 0)] = rows[0]
    rows[0].append(a)
    return sum(rows[1])
