"""Tuples that grow or shrink in loops whose number of runs is not known, or have another length on another path."""

# ruff: noqa: B007, RUF005 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

GROWING_TUPLES = Programs()
program = GROWING_TUPLES.add
X = np.array([0.3, -0.8, 1.1])


class Holder:
    def __init__(self, a: float) -> None:
        self.t = (a,)

    def add(self, v: float) -> None:
        self.t = self.t + (v,)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_by_sum(x, a):
    t = ()
    for i in range(len(x)):
        t = t + (x[i] * a,)
    return sum(t) + t[0] * t[-1]


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_in_place(x, a):
    t = (a,)
    for v in x:
        t += (v * t[-1],)
    return np.sum(np.array(t) ** 2)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_in_while(x, a):
    t = (x,)
    i = 0
    while i < 2:
        t = t + (t[i] * a,)
        i += 1
    return np.sum(t[-1] * t[0])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_by_star_on_a_path(x, a):
    t = ()
    for i in range(len(x)):
        if x[i] > 0:
            t = (*t, x[i] * a)
    s = 0.0
    for e in t:
        s += e * e
    return s


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_on_both_sides(x, a):
    t = (a, x[0])
    for i in range(len(x)):
        t = (x[i], *t, a)
    s = a
    for k, e in enumerate(t):
        s += e * k
    return s * len(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def holds_an_array_that_is_written(x, a):
    u = x * a
    t = ()
    for i in range(2):
        t += (u,)
        u = u * x
    u[0] = a
    return np.sum(t[0] * t[-1]) + np.sum(u)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def holds_one_array_twice(x, a):
    u = x * a
    t = ()
    for i in range(2):
        t += (u,)
    u[0] = a
    return np.sum(t[0] * t[-1]) + np.sum(u)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_while_it_is_short(x, a):
    t = (1,)
    while sum(t) < 4:
        t = t + (t[-1],)
    return x[0] * len(t) * a


@program(X, 0.7, order=2)
@program(-X, -0.6)
def made_shorter(x, a):
    t = (x[0], x[1], x[2])
    while len(t) > 1:
        t = t[1:]
    return t[0] * a


@program(X, 0.7, order=2)
@program(-X, -0.6)
def shorter_on_a_path(x, a):
    t = (x[0], x[1], x[2])
    if a > 0:
        t = t[1:]
    return t[0] * a * len(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def arrays_on_a_path(x, a):
    t = (x, x * 2)
    if a > 0:
        t = (x * a,)
    return sum(np.sum(e) for e in t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def of_pairs(x, a):
    out = ()
    for i in range(len(x)):
        if x[i] < 0:
            continue
        out = out + ((x[i], a),)
    s = 0.0
    for p, q in out:
        s += p * q
    return s


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_in_front(x, a):
    hist = ()
    y = a
    for i in range(3):
        y = np.sin(y * x[i])
        hist = (y,) + hist
    return hist[0] * hist[2]


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_in_a_function(x, a):
    def path(k):
        t = ()
        for i in range(k):
            t += (x[i] * a,)
        return t

    t = path(2) + path(3)
    return sum(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def not_grown(x, a):
    t = ()
    for i in range(0):
        t += (x[i],)
    return a + len(t) + sum(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def best_so_far(x, a):
    best = ()
    for i in range(len(x)):
        cand = (x[i] * a, i)
        if not best or cand[0] > best[0]:
            best = cand
    return best[0] * (1 + best[1])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def returned_while_it_grows(x, a):
    def f():
        t = ()
        for i in range(len(x)):
            t += (x[i] * a,)
            if x[i] < 0:
                return t
        return t

    t = f()
    return t[0] * t[-1] + len(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def used_as_shape(x, a):
    shape = ()
    for k in np.arange(2):
        shape += (3 - 2 * int(k),)
    return np.sum(x.reshape(shape) * a)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def unpacked_when_grown(x, a):
    t = ()
    for i in range(len(x)):
        t += (x[i],)
    p, q, r = t
    return p * q + r * a


@program(X, 0.7, order=2)
@program(-X, -0.6)
def stacked_when_grown(x, a):
    t = ()
    for i in range(len(x)):
        t += (x[i],)
    u = np.array(t)
    u[0] = a
    return np.sum(u * np.stack(t))


@program(X, 0.7, order=2)
@program(-X, -0.6)
def older_ones_kept(x, a):
    t = (a,)
    old = t
    for i in range(3):
        s = t
        t += (x[i] * t[-1],)
        old = s if i == 1 else old
    return sum(t) + 3 * sum(s) + len(old) * sum(old)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def rows_of_grown(x, a):
    rows = ()
    for i in range(3):
        t = (a,)
        for j in range(i + 1):
            t += (x[j] * t[-1],)
        rows += (sum(t),)
    return sum(rows) + rows[0] * rows[-1]


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_in_a_dict(x, a):
    d = {"t": (a,), "n": 0}
    for i in range(3):
        d["t"] += (x[i] * d["t"][-1],)
        d["n"] += 1
    return sum(d["t"]) * d["n"]


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_in_an_object(x, a):
    o = Holder(a)
    for i in range(3):
        o.add(x[i] * o.t[-1])
    return sum(o.t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def two_exchanged(x, a):
    p = (a,)
    q = (x[0], x[1])
    for i in range(3):
        p, q = q, p + (x[i],)
    return sum(p) * 2 + sum(q) * len(p) + p[0] * q[-1]


@program(X, 0.7, order=2)
@program(-X, -0.6)
def older_ones_in_a_list(x, a):
    L = []
    t = ()
    for i in range(3):
        t += (x[i] * a,)
        L.append(t)
    return sum(L[0]) + sum(L[1]) * sum(L[2])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def element_written_while_it_grows(x, a):
    u = x * a
    t = (u,)
    for i in range(3):
        u[i] = a * i
        t += (u * 2,)
        t[-1][0] = x[i]
    return np.sum(t[0] * t[1]) + np.sum(t[-1])


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_until_break(x, a):
    t = (x[0],)
    i = 0
    while True:
        t = t + (t[-1] * a,)
        i += 1
        if i > 3 or t[-1] < 0:
            break
        t = (x[i % 3],) + t
    return t[0] * t[-1] * len(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_by_a_ternary(x, a):
    t = ()
    for i in range(3):
        t = t + (x[i],) if x[i] > 0 else t
    return sum(t) * a


@program(X, 0.7, order=2)
@program(-X, -0.6)
def cut_by_a_handler(x, a):
    t = ()
    for i in range(3):
        try:
            t = t + (x[i] * a,)
            if x[i] < 0:
                raise ValueError
        except ValueError:
            t = t[:-1]
    return sum(t)


@program(X, 0.7, order=2)
@program(-X, -0.6)
def repeated(x, a):
    t = (x,)
    for i in range(2):
        t = t * 2
    return sum(np.sum(e) for e in t) * a


@program(X, 0.7, order=2)
@program(-X, -0.6)
def grown_with_continue(x, a):
    t = (x[0],)
    for i in range(2):
        for j in range(2):
            if j == 1:
                continue
            t += (x[i + j] * a,)
        t = t[1:]
    return sum(t) + t[0] ** 2


@program(X, 0.7, order=2)
def begun_in_the_first_run(x, a):
    for i in range(len(x)):
        t = (x[0] * a,) if i == 0 else (*t, x[i])  # noqa: F821
    return sum(t) + t[1] * t[-1]


@program(X, 0.7, order=2)
def begun_empty_in_the_first_run(x, a):
    for i in range(len(x)):
        if i == 0:
            t = ()
        t = (*t, x[i] * a)
    return sum(t) * t[0]
