"""Recursive functions that change lists, dicts and objects that they are given."""

from __future__ import annotations

import numpy as np

from .programs import Programs

RECURSION_WITH_LISTS = Programs()
program = RECURSION_WITH_LISTS.add
X = np.array([0.3, -0.8, 1.1])


def _powers(L, k, a):
    if k < 0:
        return
    L.append(L[-1] * a)
    _powers(L, k - 1, a)


def _push(out, v, k):
    if k == 0:
        return
    out.append(v * k)
    _push(out, v, k - 1)


def _leaves(x, lo, hi, out):
    if hi - lo == 1:
        out.append(x[lo] ** 2)
        return
    m = (lo + hi) // 2
    _leaves(x, lo, m, out)
    _leaves(x, m, hi, out)


def _scale(d, k, a):
    if k == 0:
        return
    d["s"] = d["s"] * a
    _scale(d, k - 1, a)


def _sums(L, k, x):
    if k == 0:
        return 0.0
    s = 0.0
    for v in L:
        s += v
    L.append(s * x[k])
    return s + _sums(L, k - 1, x)


class Tree:
    def __init__(self):
        self.total = 0.0
        self.seen = []

    def visit(self, x, k):
        if k < 0:
            return
        self.total += x[k] ** 2
        self.seen.append(x[k])
        self.visit(x, k - 1)


def _drain(L, x):
    if not L:
        return 0.0
    v = L.pop()
    if len(L) < 3 and v > 0.5:
        L.append(v * 0.5)
        L.append(v * 0.25)
    return v * x[0] + _drain(L, x)


def _even(L, k, x):
    if k == 0:
        return
    L.append(x[k] * L[-1])
    _odd(L, k - 1, x)


def _odd(L, k, x):
    if k == 0:
        return
    L.append(x[k] + L[-1])
    _even(L, k - 1, x)


def _grown(L, k, x):
    if k == 0:
        return L
    L.append(x[k])
    return _grown(L, k - 1, x)


def _hanoi(n, A, B, C, out, x):
    if n == 0:
        return
    _hanoi(n - 1, A, C, B, out, x)
    out.append(x[n % 3] * (len(out) + 1))
    _hanoi(n - 1, C, B, A, out, x)


def _arrays(out, v, k):
    if k == 0:
        return
    out.append(np.sin(v))
    _arrays(out, out[-1] * 2, k - 1)
    out[0][k % len(v)] = 0.5


def _collected(L=None, k=2, x=None):
    if L is None:
        L = []
    if k == 0:
        return L
    L.append(x[k])
    return _collected(L, k - 1, x)


def _permuted(cur, x, k):
    if len(cur) == 2:
        return x[cur[0]] * x[cur[1]] * 1.5
    s = 0.0
    for i in range(k):
        if i not in cur:
            cur.append(i)
            s += _permuted(cur, x, k) * (i + 1)
            cur.pop()
    return s


def _path(cur, out, x, k):
    if k == 0:
        out.append(x[0] * cur[0])
        return
    cur.append(k)
    _path(cur, out, x, k - 1)
    cur.pop()


@program(X, 0.7, order=2)
@program(-X, 0.9)
def arrays_appended(x, a):
    L = [x * a]
    _powers(L, 2, a)
    return np.sum(L[-1] * L[0])


@program(X, 0.7, order=2)
@program(-X, 0.9)
def numbers_appended(x, a):
    out = []
    _push(out, a, 3)
    return sum(out) * x[0]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def leaves_of_a_tree(x, a):
    out = []
    _leaves(x * a, 0, len(x), out)
    return sum(v * (i + 1) for i, v in enumerate(out))


@program(X, 0.7, order=2)
@program(-X, 0.9)
def entry_scaled(x, a):
    d = {"s": x[0]}
    _scale(d, 3, a)
    return d["s"] * x[1]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def list_in_a_dict_grown(x, a):
    d = {"L": [a], "k": 1.0}

    def go(d, k):
        if k == 0:
            return
        d["L"].append(d["L"][-1] * x[k])
        d["k"] *= 2
        go(d, k - 1)

    go(d, 2)
    return sum(d["L"]) * d["k"]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def list_read_and_grown(x, a):
    L = [a]
    s = _sums(L, 2, x)
    return s * L[-1]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def object_changed(x, a):
    t = Tree()
    t.visit(x * a, len(x) - 1)
    return t.total * t.seen[0] + sum(t.seen)


@program(X, 0.7, order=2)
@program(-X, 0.9)
def list_drained(x, a):
    L = [x[0] * a, x[1], a]
    return _drain(L, x) + len(L)


@program(X, 0.7, order=2)
@program(-X, 0.9)
def two_functions_in_turn(x, a):
    L = [a]
    _even(L, 2, x)
    return sum(L) * L[0]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def list_returned(x, a):
    L = [a]
    M = _grown(L, 2, x)
    s = sum(M) * len(L)
    return s * L[-1]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def towers(x, a):
    out = []
    _hanoi(3, 0, 1, 2, out, x * a)
    return sum(out) * out[2]


@program(X, 0.7, order=2)
@program(-X, 0.9)
def array_in_a_list_written(x, a):
    out = []
    _arrays(out, x * a, 3)
    return np.sum(out[0] * out[1]) + np.sum(out[2])


@program(X, 0.7, order=2)
@program(-X, 0.9)
def list_made_by_default(x, a):
    return sum(_collected(None, 2, x)) * a


@program(X, 0.7, order=2)
@program(-X, 0.9)
def taken_back(x, a):
    return _permuted([], x * a, 3)


@program(X, 0.7, order=2)
@program(-X, 0.9)
def path_and_result(x, a):
    out = []
    _path([], out, x * a, 2)
    return sum(out)
