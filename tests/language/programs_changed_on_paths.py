"""Lists, dicts and objects that are changed on one path, or made on each, while names of their arrays live on.

A write through such a name is seen in the container, whichever way the program went.
"""

# ruff: noqa: SIM108 - the programs are many and alike

from __future__ import annotations

from typing import Any

import numpy as np

from .programs import Programs

CHANGED_ON_PATHS = Programs()
program = CHANGED_ON_PATHS.add
X = np.array([0.3, -0.8, 1.1])


class Holder:
    def __init__(self, p: Any, q: Any = None) -> None:
        self.p = p
        self.q = q

    def put(self, v: Any) -> None:
        self.p = v


@program(X, 0.7, order=2)
@program(X, -0.6)
def swapped_in_one_branch(x, a):
    n = len(x)
    u = x * a
    v = np.zeros(n)
    state = {"p": u, "q": v}
    if a < 0.0:
        pass
    else:
        for i in range(n):
            u, x = x, u
            u[i] = a
    v[1] = a * a
    return np.sum(state["q"]) + np.sum(np.sin(state["p"])) + np.sum(x * u)


@program(X, 0.7, order=2)
@program(X, -0.6)
def listed_and_swapped(x, a):
    n = len(x)
    u = x * a
    v = np.zeros(n)
    L = [u, v]
    if a < 0.0:
        pass
    else:
        for i in range(n):
            u, x = x, u
            u[i] = a
    v[1] = a * a
    return np.sum(L[1]) + np.sum(np.sin(L[0])) + np.sum(x * u)


@program(X, 0.7, order=2)
@program(X, -0.6)
def entry_replaced(x, a):
    v = np.zeros(3)
    w = x * a
    D = {"q": v}
    if a > 0.0:
        D["q"] = w
    v[1] = a * a
    w[0] = a
    return np.sum(D["q"]) + np.sum(v * w)


@program(X, 0.7, order=2)
@program(X, -0.6)
def dicts_of_both_branches(x, a):
    v = x * a
    if a > 0:
        d = {"q": v}
    else:
        d = {"q": v}
    v[1] = a * a
    return np.sum(d["q"] * x)


@program(X, 0.7, order=2)
@program(X, -0.6)
def lists_of_both_branches(x, a):
    v = x * a
    if a > 0:
        d = [v, x]
    else:
        d = [x, v]
    v[1] = a * a
    return np.sum(d[0] * a) + np.sum(d[1] ** 2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def grown_in_one_branch(x, a):
    v = x * a
    d = [v, x]
    e = {"r": v}
    if a > 0:
        d.append(x * 2)
    v[1] = a * a
    return np.sum(d[0] * a) + np.sum(d[1] ** 2) + np.sum(e["r"] ** 3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def grown_in_both(x, a):
    v = x * a
    d = [v]
    if a > 0:
        d.append(x * 2)
    else:
        d.append(x * 3)
    v[1] = a * a
    d[0][2] = a
    return np.sum(d[0] * a) + np.sum(d[1] ** 2) + np.sum(v**3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def second_name_of_a_dict(x, a):
    u = x * a
    v = x + a
    w = x * 2
    d = {"p": u, "q": v}
    e = d
    if a > 0:
        e["p"] = w
    v[1] = a * a
    d["q"][2] = a**3
    return np.sum(d["p"] * a) + np.sum(e["q"] ** 2) + np.sum(v**3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def row_of_an_entry(x, a):
    u = x * a
    v = x + a
    w = x * 2
    d = {"p": u, "q": v}
    row = v[1:]
    if a > 0:
        d["p"] = w
    row[1] = a * a
    return np.sum(d["p"] * a) + np.sum(d["q"] ** 2) + np.sum(v**3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_in_a_dict(x, a):
    u = x * a
    v = x + a
    inner = [u, v]
    d = {"p": inner, "q": 1.0}
    if a > 0:
        d["q"] = a
    u[1] = a * a
    inner[1][0] = a
    return np.sum(d["p"][0] * a) + d["q"] * np.sum(d["p"][1] ** 2) + np.sum(v**3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def inner_list_grown(x, a):
    u = x * a
    v = x + a
    inner = [u, v]
    d = {"p": inner, "q": 1.0}
    if a > 0:
        inner.append(u * 3)
    u[1] = a * a
    d["p"][1][0] = a
    return np.sum(d["p"][0] * a) + d["q"] * np.sum(d["p"][-1] ** 2) + np.sum(v**3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def entries_exchanged(x, a):
    u = x * a
    v = x + a
    if a > 0:
        d = {"p": u, "q": v}
        t = 1.0
    else:
        d = {"p": v, "q": u}
        t = 2.0
    u[0] = a
    return np.sum(d["p"] ** 2) * t + np.sum(d["q"])


@program(X, 0.7, order=2)
@program(X, -0.6)
def lists_exchanged(x, a):
    u = x * a
    v = x + a
    L = [u]
    M = [v]
    if a > 0:
        L, M = M, L
    u[0] = a
    return np.sum(L[0] ** 2) + np.sum(M[0])


@program(X, 0.7, order=2)
@program(X, -0.6)
def another_list(x, a):
    u = x * a
    v = x + a
    L = [u]
    if a > 0:
        L = [v, u]
    v[0] = a
    return np.sum(L[0] ** 2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def grown_on_paths_of_a_loop(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    i = 0
    while i < 2:
        if L[i][0] > a:
            L.append(u * 2.0)
        v[i] = a * i
        i += 1
    return np.sum(L[1] ** 2) + np.sum(L[-1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def element_twice(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    if a > 0:
        L[0] = v
    v[1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def written_by_a_closure(x, a):
    u = x * a
    v = x + a
    L = [u, v]

    def f(k):
        v[k] = a * a
        return v[k]

    if a > 0:
        L[0] = x * 1.0
    s = f(1)
    return s + np.sum(L[0] ** 2) + np.sum(L[1] ** 2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def attribute_replaced(x, a):
    u = x * a
    v = x + a
    o = Holder(u, v)
    if a > 0:
        o.p = x * 1.0
    v[1] = a * a
    return np.sum(o.p**2) + np.sum(o.q**2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def attribute_of_another_name(x, a):
    u = x * a
    v = x + a
    o = Holder(u, v)
    if a > 0:
        o.p = v
    v[1] = a * a
    return np.sum(o.p**2) + np.sum(o.q**2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def lists_in_a_list(x, a):
    u = x * a
    v = x + a
    k = int(x[0] > 0)
    d = [[u, v], [x * 2, x * 3]]
    s = np.sum(d[k][0])
    u[1] = a * a
    return s + np.sum(d[0][0] ** 2) + np.sum(d[k][1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def lists_in_dicts_in_a_list(x, a):
    u = x * a
    v = x + a
    k = int(x[0] > 0)
    d = {"p": [u, v], "q": 1.0}
    L = [d, {"p": [x, x * 2], "q": a}]
    s = L[k]["q"]
    v[1] = a * a
    return s + np.sum(d["p"][1] ** 2) + np.sum(L[0]["p"][1] ** 3)


@program(X, 0.7, order=2)
@program(X, -0.6)
def new_list_in_each_run(x, a):
    v = x * a
    d = [v, x]
    for i in range(3):
        d = [v, d[1] * 2.0]
        v[i] = a * i
    v[1] = a * a
    return np.sum(d[0] ** 2) + np.sum(d[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_of_a_call(x, a):
    v = x * a
    w = x + a

    def make(c):
        if c:
            return [v, w]
        return [w, v]

    d = make(a > 0)
    v[1] = a * a
    return np.sum(d[0] ** 2) + np.sum(d[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_of_a_ternary(x, a):
    v = x * a
    w = x + a
    d = [v, w] if a > 0 else [w, v]
    e = (v, w) if a > 0 else (w, v)
    v[1] = a * a
    w[2] = a
    return np.sum(d[0] ** 2) + np.sum(e[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def dicts_of_cases(x, a):
    v = x * a
    w = x + a
    match int(a > 0):
        case 0:
            d = {"p": v, "q": w}
        case _:
            d = {"p": w, "q": v}
    v[1] = a * a
    d["p"][0] = a
    return np.sum(d["q"] ** 2) + np.sum(w)


@program(X, 0.7, order=2)
@program(X, -0.6)
def elements_of_other_kinds(x, a):
    v = x * a
    d = [v, 1.0, "k"]
    if a > 0:
        d[1] = a
        d[2] = "m"
    v[1] = a
    return np.sum(d[0] ** 2) * d[1] * len(d[2])


@program(X, 0.7, order=2)
@program(X, -0.6)
def function_replaced(x, a):
    v = x * a
    d = [v, lambda t: t * 2]
    if a > 0:
        d[1] = lambda t: t**2
    v[1] = a
    return np.sum(d[1](d[0]))


@program(X, 0.7, order=2)
@program(X, -0.6)
def entries_made_in_branches(x, a):
    v = x * a
    d = {}
    if a > 0:
        d["p"] = v
    else:
        d["p"] = v
    v[1] = a
    return np.sum(d["p"] ** 2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def views_in_a_list(x, a):
    v = x * a
    u = x[1:]
    d = [u, v]
    if a > 0:
        d[1] = v[1:]
    u[1] = a
    v[2] = a * a
    return np.sum(d[0] ** 2) + np.sum(d[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def elements_exchanged_in_a_loop(x, a):
    v = x * a
    w = x + a
    d = [v, w]
    for i in range(len(x)):
        if x[i] > 0:
            d[0], d[1] = d[1], d[0]
        d[0][i] = a
    v[1] = a * a
    return np.sum(d[0] ** 2) + np.sum(d[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def reversed_on_a_path(x, a):
    v = x * a
    w = x + a
    d = [v, w]
    if a > 0:
        d.reverse()
    v[2] = a
    return np.sum(d[0] ** 2) + np.sum(d[1]) + np.sum(v * w * w)


@program(X, 0.7, order=2)
@program(X, -0.6)
def reversed_and_written(x, a):
    d = [x * a, x + a]
    if a > 0:
        d.reverse()
    d[0][2] = a
    d[1] *= 2
    return np.sum(d[0] ** 2) + np.sum(d[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def name_of_a_replaced_attribute(x, a):
    o = Holder(x * a)
    r = o.p
    if a > 0:
        o.put(x + a)
    r[1] = a
    return np.sum(o.p**2) + np.sum(r)


@program(X, 0.7, order=2)
@program(X, -0.6)
def attribute_becomes_a_part(x, a):
    o = Holder(x * a)
    if a > 0:
        o.put(o.p[1:])
    r = o.p
    r[1] = a
    return np.sum(o.p**2) + np.sum(r)
