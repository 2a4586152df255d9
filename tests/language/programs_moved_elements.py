"""Arrays that go from one place in a list, dict or object to another one, while both are read and written."""

# ruff: noqa: B007 - the forms under test

from __future__ import annotations

from typing import Any

import numpy as np

from .programs import Programs

MOVED_ELEMENTS = Programs()
program = MOVED_ELEMENTS.add
X = np.array([0.3, 0.8, 1.1])


class Pair:
    def __init__(self, u: Any, v: Any) -> None:
        self.u = u
        self.v = v


@program(X, 0.7, order=2)
@program(-X, -0.6)
def put_at_a_run_time_index(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    k = 1 if x[0] > 0 else 0
    L[k] = u
    u[1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1] ** 3)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def put_twice_at_a_run_time_index(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    k = 1 if x[0] > 0 else 0
    L[k] = u
    L[0][1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1] ** 3)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def element_put_elsewhere(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    k = 1 if x[0] > 0 else 0
    L[k] = L[0]
    L[0][1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1] ** 3)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def inserted_twice(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    k = 1 if x[0] > 0 else 0
    L.insert(k, u)
    L[0][1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1] ** 3)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def entries_moved_in_a_loop(x, a):
    u = x * a
    v = x + a
    d = {"p": u, "q": v}
    for i in range(len(x)):
        d["q"] = d["p"]
        d["p"] = d["p"] * a
    d["r"] = d["p"]
    d["p"] = d["q"]
    return np.sum(d["r"] ** 2) + np.sum(d["q"] ** 3) + np.sum(d["p"])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def entries_moved_by_methods(x, a):
    u = x * a
    v = x + a
    d = {"p": u, "q": v}
    for i in range(len(x)):
        d["q"] = d["p"] * a + d["q"]
    d.update(r=d["p"], p=d["q"])
    t = d.setdefault("z", d["p"])
    d["p"] = x * 2
    return np.sum(d["r"] ** 2) + np.sum(d["q"] ** 3) + np.sum(d["p"]) + np.sum(t * d["z"])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def attributes_swapped(x, a):
    o = Pair(x * a, x + a)
    for i in range(len(x)):
        o.u, o.v = o.v, o.u * a
    return np.sum(o.u * o.v)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def attributes_swapped_by_hand(x, a):
    o = Pair(x * a, x + a)
    for i in range(len(x)):
        t = o.u
        o.u = o.v
        o.v = t
    return np.sum(o.u**2 * o.v)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def attribute_kept_in_another(x, a):
    o = Pair(x * a, x * 0.9)
    for k in range(len(x)):
        o.v = o.u
        o.u = o.u * 1.5 + 0.1 * k
    return np.sum(o.u * o.v)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def entries_swapped_by_hand(x, a):
    d = {"a": x * a, "b": x + 1.0}
    for k in range(len(x)):
        t = d["a"]
        d["a"] = d["b"]
        d["b"] = t * a
    return np.sum(d["a"] ** 2) + np.sum(d["b"])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def elements_swapped_by_hand(x, a):
    d = [x * a, x + 1.0]
    for k in range(len(x)):
        t = d[0]
        d[0] = d[1]
        d[1] = t * a
        d[0][0] = a
    return np.sum(d[0] ** 2) + np.sum(d[1])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def equal_arrays_collected(x, a):
    L = [x * a for z in range(2)]
    L[0][2] = a * a
    return np.sum(L[-1] * x)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def one_of_equal_arrays_written(x, a):
    b = x + a
    L = [x * a for z in range(2)]
    L[0][2] = b[2] * a
    return np.sum(L[-1] * np.cos(x))


@program(X, 0.7, order=2)
@program(-X, -0.6)
def list_replaced_in_a_loop(x, a):
    u = x * a
    L = [u]
    for i in range(len(x) - 3):
        L = [x]
    u[0] = a
    return np.sum(L[0] ** 2)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def one_array_twice_on_a_path(x, a):
    u = x * a
    L = [u, x]
    if a > 0:
        r = x * 2
        L = [r, r]
    L[0][1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def one_array_twice_in_a_loop(x, a):
    for j in range(2):
        v = np.sin(x)
        d = [v, v]
    d[0][2] = a
    return np.sum(d[1] ** 2)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def array_and_list_of_one_path(x, a):
    u = x * a
    d = [x]
    if a > 0:
        u = x * 2
        d = [u, x]
    u[1] = a
    return np.sum(d[0] ** 2)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def lists_of_different_lengths(x, a):
    u = x * a
    if a > 0:
        u = x * 2
        d = [u, x]
    else:
        u = x + 1
        d = [u]
    u[1] = a
    return np.sum(d[0] ** 2)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def appended_on_a_path(x, a):
    u = x * a
    d = []
    if a > 0:
        d.append(u)
    u[1] = a
    return sum(np.sum(z**2) for z in d) + a


@program(X, 0.7, order=2)
@program(-X, -0.6)
def list_taken_out_on_a_path(x, a):
    u = x * a
    D = [[u], [x + a]]
    if a > 0:
        D.pop(0)
    u[1] = a
    return np.sum(D[0][0] ** 2)


@program(np.array([0.3, 0.8]), 3, order=2, argnums=0)
def place_that_is_none_at_first(u, n):
    pair = [u.copy(), None]
    for _ in range(n):
        pair[1] = pair[0]
        pair[0] = pair[0] * u
    return np.sum(pair[0])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def added_to_one_of_two(x, a):
    u = x * a
    v = u if a > 0 else np.sin(x)
    np.add.at(v, [0, 1, 0], x * a)
    v[1] *= u[2]
    return np.sum(v * u) + np.sum(v**2)
