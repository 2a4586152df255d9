"""Tuples, lists, dicts, named tuples, dataclasses."""

# ruff: noqa: B007, PLC0206, PLW2901, RUF005, RUF059 - the forms under test

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .programs import Programs

CONTAINERS = Programs()
program = CONTAINERS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])
Point = namedtuple("Point", "u v")


class State(NamedTuple):
    position: Any
    speed: Any


@dataclass
class Params:
    w: Any
    b: float
    name: str = "p"


@program((0.7, 1.3), order=2)
def tuple_argument(p):
    a, b = p
    return a * b + p[0] * p[-1]


@program([0.7, 1.3, 0.2])
def list_argument(p):
    return p[0] * p[1] + p[-1] ** 2 + len(p) * p[2]


@program([0.7, 1.3, 0.2], 1)
def list_runtime_index(p, i):
    return p[i] * p[i + 1] * p[0]


@program({"w": X, "b": 0.3}, order=2)
def dict_argument(p):
    return np.sum(p["w"] ** 2) * p["b"]


@program({"w": X, "b": [0.3, (0.1, X)]})
def nested_argument(p):
    return np.sum(p["w"] * p["b"][1][1]) * p["b"][0] * p["b"][1][0]


@program(Point(0.7, X))
def namedtuple_argument(p):
    u, v = p
    return p.u * np.sum(v) + p[0] * p.v[1]


@program(Params(X, 0.4))
def dataclass_argument(p):
    return np.sum(p.w * p.w) * p.b


@program(State(X, -X))
def namedtuple_replaced(s):
    for _ in range(3):
        s = State(s.position + 0.1 * s.speed, s.speed - 0.1 * s.position)
    return np.sum(s.position * s.speed)


@program(0.7)
def namedtuple_built(x):
    p = Point(x, v=x**2)
    q = Point(p.v, p.u)
    return p.u * q.u + q[1]


@program(0.7)
def namedtuple_result(x):
    return Point(x**2, [x, x**3])


@program(0.7)
def list_built(x):
    xs = [x, x**2]
    xs.append(x**3)
    xs[0] = xs[1] * xs[2]
    a, b, c = xs
    return a + b * c + xs[-1]


@program(0.7)
def append_in_loop(x):
    xs = []
    for i in range(4):
        xs.append(x**i)
    return xs[1] * xs[3] + xs[0]


@program(0.7)
def append_conditionally(x):
    xs = [1.0]
    for i in range(5):
        if i % 2 == 0:
            xs.append(x * i + xs[-1])
    return xs[-1] * xs[1] + len(xs)


@program(0.7)
def append_and_iterate(x):
    xs = []
    for i in range(4):
        xs.append(np.sin(x * i))
    s = 0.0
    for v in xs:
        s = s * 0.5 + v
    return s


@program(X)
def append_arrays(x):
    xs = [x]
    for i in range(3):
        xs.append(np.sin(xs[-1]))
    return np.sum(xs[2] * xs[3])


@program(X)
def append_then_stack(x):
    rows = []
    for i in range(3):
        rows.append(x * (i + 1))
    m = np.stack(rows)
    return np.sum(m[1] * m[2])


@program(X)
def append_then_array(x):
    out = []
    for v in x:
        out.append(v**2)
    a = np.array(out)
    return np.sum(a * x)


@program(X)
def comprehension(x):
    return sum([v**2 for v in x]) + np.sum(np.array([np.sin(v) for v in x]))


@program(X)
def comprehension_condition(x):
    kept = [v * 2 for v in x if v > 0]
    return sum(kept) * kept[0]


@program(M)
def comprehension_nested(m):
    return sum([v * w for row in m for v in row for w in (1.0, 2.0)])


@program(X)
def comprehension_of_lists(x):
    table = [[v, v**2] for v in x]
    return table[0][1] * table[2][0]


@program(X)
def comprehension_enumerate(x):
    ys = [i * v for i, v in enumerate(x)]
    return ys[3] * ys[1]


@program(0.7)
def comprehension_scope(x):
    v = x
    ys = [v * 2 for v in (1.0, x)]
    return v * ys[1] + ys[0]


@program(X)
def dict_comprehension(x):
    d = {k: x[k] ** 2 for k in range(3)}
    return d[0] * d[2]


@program(X)
def generator_sum(x):
    return sum(v**2 for v in x)


@program(0.7)
def dict_built(x):
    d = {"a": x, "b": x**2}
    d["c"] = d["a"] * d["b"]
    d["a"] += 1
    return d["a"] * d["c"]


@program(0.7)
def dict_iterated(x):
    d = {"a": x, "b": x**2}
    s = 0.0
    for k in d:
        s += d[k] * x
    for k, v in d.items():
        s += v if k == "a" else 2 * v
    for v in d.values():
        s *= v
    return s


@program(0.7)
def dict_in_loop(x):
    d = {"s": 0.0, "t": x}
    for i in range(4):
        d["s"] = d["s"] + d["t"]
        d["t"] *= x
    return d["s"] * d["t"]


@program({"a": 0.7, "b": 1.3})
def dict_argument_iterated(p):
    s = 0.0
    for k in p:
        s += p[k] ** 2
    return s * sum([v for v in p.values()])


@program({"a": 0.7, "b": X})
def dict_get_and_in(p):
    c = p.get("c", 2.0)
    return p.get("a") * c + (np.sum(p["b"]) if "b" in p else 0.0)


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
def tuple_in_loop_state(x):
    state = (x, 1.0)
    for i in range(4):
        a, b = state
        state = (b, a * x + i)
    return state[0] * state[1]


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


@program([0.7, 1.3, 0.4])
def list_pop(p):
    q = [v * 2 for v in p]
    last = q.pop()
    return last * q[-1] + len(q)


@program(0.7)
def stack_machine(x):
    stack = []
    for i in range(4):
        stack.append(x + i)
    s = 1.0
    while len(stack) > 1:
        s = s * stack.pop()
    return s * stack[0]


@program(0.7)
def list_concatenation(x):
    a = [x] + [x**2, 2.0]
    b = a * 2
    return b[3] * b[1]


@program(0.7)
def list_repeated(x):
    a = [x] * 3
    a[1] = a[0] * 2
    return a[0] * a[1] * a[2]


@program(0.7)
def list_zero_filled(x):
    a = [0.0] * 4
    for i in range(4):
        a[i] = x**i
    return a[1] * a[3] + a[2]


@program(0.7, 4)
def list_zero_filled_runtime(x, n):
    a = [0.0] * n
    for i in range(n):
        a[i] = x ** (i + 1)
    return a[1] * a[3] + a[2]


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
def array_in_tuple_then_written(x):
    a = x * 1.0
    t = (a, 2.0)
    a[0] = x[1] ** 2
    return np.sum(t[0]) * t[1]


@program(X)
def array_in_dict_then_written(x):
    d = {"a": x * 1.0}
    d["a"][0] = x[1] ** 2
    b = d["a"]
    b[1:] *= 2
    return np.sum(d["a"] * x)


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
def nested_lists(x):
    g = [[x, 1.0], [2.0, x**2]]
    g[0][1] = g[1][1] * x
    row = g[0]
    row[0] = 3.0 * x
    return g[0][0] * g[0][1] + g[1][0]


@program(0.7)
def grid_of_lists(x):
    g = [[0.0 for j in range(3)] for i in range(3)]
    for i in range(3):
        for j in range(3):
            g[i][j] = x ** (i + j)
    return g[1][2] * g[2][2]


@program(0.7)
def tuple_unpacked_in_for(x):
    pairs = [(x, 1.0), (x**2, 2.0)]
    s = 0.0
    for a, b in pairs:
        s += a * b
    return s


@program(0.7)
def tuple_concat_slice(x):
    t = (x, x**2) + (1.0,)
    return t[1:][0] * t[-1] * len(t)


@program(0.7)
def list_sum_builtin(x):
    xs = [x, x**2, x**3]
    return sum(xs) + max(xs) * min(xs) + sum(xs[1:], 1.0)


@program(0.7)
def dataclass_built(x):
    p = Params(x, x**2)
    return p.w * p.b


@program(X)
def list_insert_extend(x):
    xs = [v for v in x]
    xs.extend([x[0] ** 2, 1.0])
    return xs[4] * xs[1] + len(xs)


@program([X, X * 2])
def list_of_arrays_argument_changed(xs):
    xs[0][1] = xs[1][0] ** 2
    xs[1] = xs[0] * 2
    return np.sum(xs[0] * xs[1])


@program(X)
def list_append_same_buffer_copied(x):
    b = x * 1.0
    hist = []
    for i in range(3):
        b[i] = b[i + 1] ** 2
        hist.append(b.copy())
    return np.sum(hist[0] * hist[2])


@program(0.7)
def dict_with_int_keys(x):
    d = {}
    for i in range(3):
        d[i] = x**i
    return d[1] * d[2]


@program(0.7)
def list_of_pairs_appended(x):
    xs = []
    for i in range(3):
        xs.append((x * i, x**2))
    return xs[1][0] * xs[2][1]


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


@program(0.7)
def empty_containers(x):
    a, b, c = [], (), {}
    if not a and not b and not c:
        return x * 2
    return x
