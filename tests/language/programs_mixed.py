"""Constructs that meet: comprehensions in conditions, `nonlocal` in loops, lists popped in operands, shared objects."""

# ruff: noqa: B007, E731 - the forms under test

from __future__ import annotations

from functools import partial, reduce

import numpy as np

from .programs import Programs

MIXED = Programs()
program = MIXED.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class M:
    def __init__(self, k):
        self.k = k

    def force(self, x):
        return -self.k * x


@program(X, order=2)
def walrus_loop(x):
    s = 0.0
    for v in x:
        if (w := v * v) > 0.2 or (w := v * 3) < 0:
            s = s + w
    return s * w


@program(X, order=2)
def comp_in_while(x):
    i = 0
    s = 0.0
    while sum([v for v in x if v > 0]) * i < 5.3:
        i += 1
        s = s + sum(v * i for v in x if v > i * 0.13)
    return s


@program(X, order=2)
def comp_shadow(x):
    v = 2.0
    y = [v * v for v in x if v > 0]
    return v * sum(y)


@program(X, order=2)
def comp_cond_branch(x):
    y = sum(v * v for v in x if v > 0) if x[0] > 0 else sum(v for v in x if v < 0)
    return y * x[0]


@program(X, order=2)
def nested_else(x):
    s = 0.0
    for i in range(3):
        for v in x:
            if v < -0.2 * i:
                break
            s = s + v * i
        else:
            s = s * 2
    s = s * 3
    return s


@program(X, order=2)
def nonlocal_loop(x):
    c = 0.0
    n = 0

    def f(v):
        nonlocal c, n
        for u in x:
            c = c + u * v
            n += 1
            if n > 6:
                return c
        return c * 2

    s = 0.0
    for v in x:
        s = s + f(v)
    return s * c + n


@program(X, order=2)
def nonlocal_array(x):
    a = np.zeros_like(x)

    def f(i):
        nonlocal a
        a = a + x * i
        a[0] = x[1]

    for i in range(3):
        f(i)
    return np.sum(a * x)


@program(0.7, order=2)
def finally_loop_return(x):
    def g(y):
        for i in range(4):
            try:
                if y > 1.5:
                    return y
                if i == 2:
                    continue
                y = y * 1.3
            finally:
                y = y + x * 0.1
        return y * 2

    return g(x) * g(x * 2)


@program(X, order=2)
def pop_while_branch(x):
    st = [x[0], x[1]]
    out = 0.0
    k = 0
    while st and k < 10:
        k += 1
        a = st.pop()
        if a > 1:
            st.append(a * 0.4)
            st.append(a * 0.3)
        else:
            out = out + a * a
    return out


@program(X, order=2)
def list_of_lists_sort(x):
    rows = [[v, v * v] for v in x]
    rows.sort(key=lambda r: r[0])
    return rows[0][1] * rows[3][0]


@program(X, order=2)
def key_added_on_both_paths(x):
    d = {"a": x * 1}
    if x[0] > 0:
        d["b"] = x * x
    else:
        d["b"] = x
    return np.sum(d["a"] * d["b"])


@program(X, order=2)
def key_added_on_one_path(x):
    d = {"a": x * 1}
    if x[0] > 0:
        d["b"] = x * x
    return np.sum(d["a"] * d.get("b", 2.0))


@program(X, order=2)
def obj_branch(x):
    m = M(x * 1)
    if x[0] > 0:
        m.k = m.k * 2
    a = m.k
    a[0] = x[1]
    return np.sum(m.force(x))


@program(X, order=2)
def obj_alias(x):
    m = M(x * 1)
    n = m
    ms = [m, M(x * 2)]
    n.k = n.k * x
    ms[0].k = ms[0].k * 2
    return np.sum(m.k * ms[1].k)


@program(X, order=2)
def obj_loop_alias(x):
    m = M(x * 1)
    n = m
    for i in range(3):
        m.k = m.k * x
    return np.sum(n.k)


@program(X, order=2)
def obj_arr_share(x):
    a = x * 1
    m = M(a)
    n = M(a)
    m.k[0] = x[1]
    return np.sum(n.k * a)


@program(X, order=2)
def obj_arr_share_loop(x):
    a = x * 1
    m = M(a)
    n = M(a)
    for i in range(3):
        m.k[i] = x[1] * i
    return np.sum(n.k * a)


@program(X, order=2)
def gen_nested(x):
    return sum(v * u for v in x for u in x if u > v)


@program(X, order=2)
def star_rt(x):
    ys = [v * v for v in x if v > 0]
    a, *r = ys
    return a * r[0] + len(r)


@program(X, order=2)
def slice_del_rt(x):
    ys = [v * v for v in x]
    del ys[1:3]
    del ys[-1]
    return ys[0] * len(ys)


@program(X, order=2)
def extend_gen(x):
    ys = [x[0]]
    ys.extend(v * v for v in x if v > 0)
    return ys[1] * ys[-1]


@program(X, order=2)
def partial_loop(x):
    f = partial(lambda a, b: a * b, x[0])
    s = x[1]
    for i in range(3):
        s = f(s) + 0.1
    return s


@program(X, order=2)
def reduce_arr(x):
    return np.sum(reduce(lambda a, b: a @ b, [np.outer(x, x)] * 3))


@program(X, order=2)
def enumerate_start_unroll(x):
    s = 0.0
    for k, (a, b) in enumerate([(x[0], 1), (x[1], 2)], 5):
        s = s + a * k * b
    return s


@program(X, order=2)
def held_aug(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1))
    xs[0] = xs[1] * xs.pop(0)
    return np.sum(xs[0] * xs[1])


@program(X, order=2)
def tuple_held(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1))
    a, b = xs[0], xs.pop(0)
    return np.sum(a * b * xs[0])


@program(X, order=2)
def call_held(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1))
    f = lambda a, b, c: np.sum(a * b) + np.sum(c) * 3
    return f(xs[0], xs.pop(0), c=xs[0])
