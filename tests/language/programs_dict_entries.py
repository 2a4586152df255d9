"""Entries of dicts that are read, replaced and iterated."""

# ruff: noqa: B007, PLC0206 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

DICT_ENTRIES = Programs()
program = DICT_ENTRIES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(X)
def dict_comprehension(x):
    d = {k: x[k] ** 2 for k in range(3)}
    return d[0] * d[2]


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
def dict_with_int_keys(x):
    d = {}
    for i in range(3):
        d[i] = x**i
    return d[1] * d[2]


@program(X)
def array_in_dict_then_written(x):
    d = {"a": x * 1.0}
    d["a"][0] = x[1] ** 2
    b = d["a"]
    b[1:] *= 2
    return np.sum(d["a"] * x)


@program(0.7)
def dict_state_in_while(x):
    state = {"v": x, "n": 0}
    while state["n"] < 3:
        state["v"] = np.sin(state["v"]) + x
        state["n"] += 1
    return state["v"] * state["n"]


@program({"w": X, "b": 0.3})
def dict_argument_updated(p):
    for i in range(3):
        p["b"] = p["b"] * np.sum(p["w"])
        p["w"] = p["w"] * 0.5
    return p["b"] + np.sum(p["w"])


@program(X, 0.7, order=2)
def dict_from_keys(x, a):
    d = dict.fromkeys("ab", 0.0)
    for v in x:
        d["b"] += v * a
    d["a"] += a
    e = dict.fromkeys(range(3), x * a)
    e[0][1] = a
    return d["a"] * np.sum(e[0]) * d["b"] + np.sum(e[2])


@program(X, 0.7, order=2)
def same_array_in_each_entry_written(x, a):
    u = x * a
    d = {}
    for k in range(len(x)):
        d[k] = u
    d[1][0] = a * a
    return sum(np.sum(v) for v in d.values())
