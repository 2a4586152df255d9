"""What Python evaluates when, how often and not at all: conditions, messages, generators, augmented assignments."""

# ruff: noqa: B905, RUF007 - the forms under test

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from .programs import Programs

EVALUATION_ORDER = Programs()
program = EVALUATION_ORDER.add
X = np.array([0.3, -0.8, 1.1])


class Scaled:
    """Stores twice what it is given, by a setter and by an index."""

    def __init__(self, v: Any) -> None:
        self.v = v

    @property
    def twice(self) -> Any:
        return self.v

    @twice.setter
    def twice(self, value: Any) -> None:
        self.v = value * 2.0

    def __getitem__(self, index: Any) -> Any:
        return self.v[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self.v[index] = value * 2.0


@program(X, 0.7, order=2)
def running_total_by_walrus(x, a):
    t = 0.0
    y = [t := t + v * a for v in x]
    return y[2] * t


@program(X, 0.7, order=2)
@program(X, -0.6)
def third_operand_not_evaluated(x, a):
    k = [1.0]

    def scale():
        k[0] = k[0] * a
        return 2.0

    r = x[0] if 0.5 < a < scale() else x[1]
    return r * k[0]


@program(X, 0.7, order=2)
def index_not_evaluated(x, a):
    i = len(x)
    if 5 < i < x[i]:
        return a
    return x[0] * a


@program(X, 0.7, order=2)
def message_not_evaluated(x, a):
    k = [1.0]

    def message():
        k[0] = a
        return "text"

    assert a < 1e3, message()
    return np.sum(x) * k[0]


@program(X, 0.7, order=2)
def rebound_while_it_is_added_to(x, a):
    y = x * a

    def doubled():
        nonlocal y
        y = y * 2.0
        return y

    y += doubled()
    return np.sum(y * y)


@program(X, 0.7, order=2)
def entry_replaced_while_it_is_added_to(x, a):
    d = {"v": x * a}

    def doubled():
        d["v"] = d["v"] * 2.0
        return d["v"] * a

    d["v"] += doubled()
    return np.sum(d["v"])


@program(X, 0.7, order=2)
def stored_by_a_setter(x, a):
    c = Scaled(x * a)
    c.twice += a
    return np.sum(c.v * x)


@program(X, 0.7, order=2)
def stored_by_setitem(x, a):
    c = Scaled(x * a)
    c[0:2] += a
    c[1] += x[0]
    return np.sum(c.v * x)


@program(X, 0.7, order=2)
def generator_read_step_by_step(x, a):
    s = a
    r = 0.0
    for _, v in enumerate(u * s for u in x):
        s = s * 0.5
        r += v
    return r


@program(X, 0.7, order=2)
def generators_in_zip(x, a):
    s = a
    r = 0.0
    for u, v in zip(x, (w * s for w in x)):
        s += u
        r += v * v
    return r + sum(v * s for v in (w * 2.0 for w in x))


@program([[0.5, 0.2], [0.3]], 0.7)
def sum_of_sums(rows, a):
    return sum(map(sum, rows)) * a


@program([[0.5, 0.2], [0.3]], 0.7)
def inner_list_replaced(rows, a):
    q = rows[0]
    rows[0] = [a]
    return rows[0][0] * a + q[0] * q[1]


@program(X, 0.7, order=2)
def lengths_checked(x, a):
    try:
        total = 0.0
        for u, v in zip(x, x[1:], strict=True):
            total += u * v
    except ValueError:
        return a * x[0]
    return total


@program(X, 0.8, order=2)
def tape_beside_an_adjoint(x, a):
    s = 0.0
    w = x * a
    for _ in range(2):
        s += x[0]
        x = x - np.exp(w)
    return np.sum(np.exp(w) * x) + s


@program(X, 0.8, order=2)
def factor_of_an_inner_path(x, a):
    v = x * 2
    xs = [v]
    u = x * 1.0
    u[-1] = a
    for _ in range(3):
        if a > 0:
            if a > 5:
                u = u * v
            xs.append(u)
    return np.sum(u)


@program(X, 0.8, order=2)
def not_copied(x, a):
    y = np.array(x, copy=None)
    y[0] *= a
    return np.sum(y**2)


@program(X, 0.8, order=2)
def list_element_rebound_by_its_summand(x, a):
    items = [x * a, x * 1.0]

    def doubled():
        items[0] = items[1] * 2.0
        return x

    for _ in range(len(x)):
        items[0] += doubled()
    return np.sum(items[0] * x)


@program(X, 0.8, order=2)
def start_of_a_sum(x, a):
    c = [a]

    def grow(v):
        c[0] = c[0] * 1.5
        return v * c[0]

    return sum((grow(v) for v in x), c[0]) + sum((grow(v) for v in x if v > 0), start=c[0])


@program(X, 0.8, order=2)
def start_that_acts(x, a):
    c = [a]

    def grow():
        c[0] = c[0] * 1.5
        return c[0]

    return sum((c[0] * v for v in x), grow())


@program(X, 0.8, order=2)
def first_of_a_reduction(x, a):
    c = a

    def grow(v):
        nonlocal c
        c = c * 1.5
        return v * c

    return functools.reduce(lambda p, q: p + q * q, (grow(v) for v in x), c)


@program(X, 0.8, order=2)
def pairs_made_in_step(x, a):
    c = [a]
    s = 0.0
    for k, (u, w) in enumerate((v * c[0], i) for i, v in enumerate(x)):
        c[0] = c[0] * 1.5
        s += u * w * k
    for u, w in zip((v * c[0] * i for i, v in enumerate(x)), x):
        c[0] = c[0] * 1.5
        s += u * w
    return s


@program(X, 0.8, order=2)
def filtered_and_counted(x, a):
    y = np.zeros_like(x)
    for i, v in enumerate(np.sin(t * a) for t in x if t > 0):
        y[i] = v
    return np.sum(y * x)


@program(X, 0.8, order=2)
def longer_map_that_changes_nothing(x, a):
    def shifted(t):
        return t + 1.0

    def scaled(t):
        return shifted(t) * a

    return sum(u * w for u, w in zip(map(scaled, x), x[1:]))


@program(X, 0.8)
def mapped_once_more(x, a):
    c = [a]

    def grow(v):
        c[0] = c[0] * 1.5
        return v * c[0]

    return sum(u * w for u, w in zip(map(grow, x), x[:2])) * c[0]


@program(X, 0.8)
def filtered_between_the_runs(x, a):
    c = [a]
    s = 0.0
    for u, w in zip((v * c[0] for v in x if v < 1), x):
        c[0] = c[0] * 1.5
        s += u * w
    return s


@program(X, 0.8)
def tuple_element_changed(x, a):
    t = (x * a, x)
    if a > 5:
        t[0] += a
    return np.sum(t[0])
