"""Tuples whose length is known only at run time, and `zip(*rows)` of rows whose number is."""

# ruff: noqa: B905 - the forms under test

from __future__ import annotations

import math

import numpy as np

from s2sad import grad

from .programs import Programs

LONG_TUPLES = Programs()
program = LONG_TUPLES.add
X = np.array([0.5, 0.3, 2.0, 0.7])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(X, order=2)
def tuple_of_a_generator_with_a_condition(x):
    t = tuple(v * v for v in x if v > 0.4)
    return sum(t) * t[-1] * len(t)


@program(X, order=2)
def tuple_of_a_list_that_grows_on(x):
    t = []
    for v in x:
        t.append(v * v)
    u = tuple(t)
    t.append(1.0)
    return sum(u) * u[0] * len(t)


@program(X, order=2)
def tuple_of_an_array(x):
    u = tuple(x)
    return u[0] * u[2]


@program(X, order=2)
def loop_over_a_long_tuple(x):
    s = 0.0
    for v in tuple(v * x[1] for v in x):
        s = s + v * v
    return s


@program(X, order=2)
def long_tuple_returned_by_a_helper(x):
    def f(v):
        out = []
        for k in v:
            out.append(k * k)
        return tuple(out)

    t = f(x)
    return sum(t) * max(t)


@program(X, order=2)
def long_tuple_unpacked(x):
    a, *b = tuple(v * v for v in x)
    return a * sum(b)


@program(X, order=2)
def long_tuples_joined_and_repeated(x):
    t = tuple(v * v for v in x)
    u = t + t[1:]
    return sum(u * 2) * u[-1]


@program(X, order=2)
def long_tuple_of_arrays_joined(x):
    t = tuple(x * v for v in x)
    return np.sum(np.concatenate(t) ** 2) * np.sum(np.vstack(t))


@program(X, order=2)
def array_in_a_long_tuple_written(x):
    t = tuple([x * v for v in x])
    t[0][1] = 3.0 * x[2]
    return np.sum(t[0] * t[1])


@program(X, order=2)
def zip_of_grown_pairs(x):
    xs = []
    for v in x:
        xs.append((v * v, math.sin(v)))
    a, b = zip(*xs)
    return sum(a) * np.sum(np.array(b))


@program(X, order=2)
def zip_of_grown_pairs_of_arrays(x):
    xs = []
    for v in x:
        xs.append((v * v, x * v))
    a, b = zip(*xs)
    return np.dot(np.array(a), np.stack(b)[0])


@program(X, order=2)
def loop_over_zip_of_rows(x):
    xs = [(v, v * v) for v in x]
    s = 1.0
    for col in zip(*xs):
        s = s * sum(col)
    return s


@program(X, order=2)
def zip_of_rows_as_arrays(x):
    xs = [(v, v * v) for v in x]
    a, b = map(np.array, zip(*xs))
    return a @ b


@program(X, order=2)
def zip_of_rows_starred(x):
    xs = [(v, v * v, v**3) for v in x]
    a, *r = zip(*xs)
    return sum(a) * r[0][1] * r[1][2]


@program(X, order=2)
def long_tuple_of_a_branch(x):
    t = tuple(v * v for v in x if v > 0.4)
    if len(t) > 2:
        t = t[1:]
    return t


@program(X, order=2)
def long_tuples_in_a_list(x):
    kept = []
    for k in range(3):
        kept.append(tuple(v * k for v in x))
    return kept


@program(X, order=2)
def long_tuple_is_a_tuple(x):
    t = tuple(v * v for v in x)
    kept = [v for v in x]
    s = 0.0
    if isinstance(t, list):
        s += 1e3 * t[0]
    if isinstance(t, tuple):
        s += t[1]
    if isinstance(kept, list):
        s += kept[0] * 3
    if type(t) is tuple:
        s += t[2] ** 2
    if type(kept) is list:
        s += kept[3] ** 3
    return s


@program(X, order=2)
def long_tuple_as_a_key(x):
    d = {}
    k = tuple(int(v + 0.05) for v in x)
    d[k] = x[0] * x[1]
    return d[k] * x[2]


@program(X, order=2)
def long_tuple_augmented(x):
    t = tuple(v * v for v in x)
    u = t
    t += (x[0],)
    return sum(t) * sum(u)


@program(X, order=2)
def list_changed_behind_its_tuple(x):
    kept = []
    for k in range(3):
        kept.append(x * k)
    t = tuple(kept)
    kept[1] = x * x
    kept.append(x)
    return np.sum(t[1] * kept[2] * t[2]) + len(t) * x[0]


@program(X, order=2)
def long_tuple_in_a_while_loop(x):
    t = tuple(v for v in x)
    while len(t) > 1:
        t = tuple(a * b for a, b in zip(t[::2], t[1::2]))
    return t[0]


@program(X, order=2)
def element_that_is_a_long_tuple(x):
    kept = []
    for k in range(3):
        kept.append(tuple(v * k for v in x))
    kept[1] = tuple(x)
    m = kept[1]
    m += (3.0 * x[1],)
    return sum(m) * sum(kept[1]) * (2.0 if isinstance(kept[1], tuple) else 1.0)


@program(X, order=2)
def list_of_an_iterator(x):
    kept = []
    for v in x:
        kept.append(v)
    t = list(iter(kept))
    kept.append(x[0])
    return sum(t) * len(t) * sum(kept)


@program(X, order=2)
def gradient_in_a_long_tuple(x):
    def f(t):
        return sum(v * v for v in t) * t[0]

    t = tuple(v * v for v in x)
    g = grad(f)(t)
    return g[0] * g[1] + len(g)


@program(X, order=2)
def list_that_becomes_a_long_tuple(x):
    t = [v for v in x]
    for _k in range(3):
        t = tuple(v * x[0] for v in t)
    return t


@program(M, order=2)
def array_indexed_by_a_long_tuple(m):
    t = tuple(int(v) for v in np.array([1.1, 0.2]))
    return m[t] * m[0, 0]


@program(M, order=2)
def zip_of_rows_of_an_array(m):
    a, b, c = zip(*m)
    return a[0] * b[1] + c[0]


@program(X)
def tuple_of_a_generator(x):
    t = tuple(v * 2 for v in x)
    return t[0] * t[1]


@program([(0.7, 0.2), (1.3, 0.4), (0.1, 0.3)])
def zip_of_a_list_of_the_caller(pairs):
    a, b = zip(*pairs, strict=True)
    return sum(a) * b[1] + a[2]
