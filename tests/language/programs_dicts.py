"""Methods of dicts, dicts that get and lose keys, loops over them."""

# ruff: noqa: B007, PLC0206, SIM118 - the forms under test

from __future__ import annotations

import collections

import numpy as np

from .programs import Programs

DICTS = Programs()
program = DICTS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7, order=2)
def get_with_default(x):
    d = {"a": x}
    return d.get("a", 0.0) + d.get("b", 2.0) * x + (1.0 if d.get("c") is None else x)


@program({"a": 0.7}, order=2)
def get_of_an_argument(d):
    return d.get("a") ** 2 + d.get("b", 3.0) * d["a"]


@program(0.7, order=2)
def updated(x):
    d = {"a": x}
    d.update({"b": x * x})
    d.update(c=x, a=2 * x)
    d.update([("e", x**3)])
    return d["a"] * d["b"] * d["c"] + d["e"]


@program({"a": 0.7, "b": X})
def update_of_an_argument(d):
    d.update(a=d["a"] ** 2, b=d["b"] * 2)
    return d["a"] * np.sum(d["b"] ** 2)


@program(0.7, order=2)
def setdefault(x):
    d = {"a": x}
    d.setdefault("a", 1.0)
    d.setdefault("b", []).append(x * x)
    d.setdefault("b", []).append(x)
    return d["a"] * d["b"][0] + len(d["b"])


@program(0.7, order=2)
def popped(x):
    d = {"a": x, "b": x * x}
    a = d.pop("a")
    c = d.pop("c", 3.0)
    return a * d["b"] + len(d) * c


@program(0.7, order=2)
def keys_added(x):
    d = {"a": x}
    if "b" not in d:
        d["b"] = x * x
    for k in d:
        d[k] = d[k] * 2
    d["c"] = d["a"]
    return d["a"] * d["b"] * d["c"]


@program(X, order=2)
def keys_added_after_a_loop(x):
    d = {"a": x * 1}
    for i in range(3):
        d["a"] = d["a"] * x
    a = d["a"]
    d["b"] = a
    a[0] = x[1]
    return np.sum(d["a"] * d["b"])


@program(0.7, order=2)
def integer_keys_of_a_loop(x):
    d = {}
    for i in range(4):
        d[i] = x**i
    total = 0.0
    for k, v in d.items():
        total += k * v
    return total + d[2]


@program(0.7, order=2)
def keys_of_a_loop(x):
    d = {}
    for k in ["a", "b"]:
        d[k] = x
    total = 0.0
    for k in d:
        total += d[k]
    for k in d.keys():
        total *= d[k]
    return total


@program(0.7, order=2)
def comprehensions(x):
    d = {k: x**k for k in (1, 2, 3)}
    e = {k: v * 2 for k, v in d.items() if k > 1}
    f = {name: x for name in "ab"}
    return d[1] * e[3] + len(e) + f["a"]


@program(0.7, order=2)
def copied_and_merged(x):
    d = dict(a=x, b=x * x)
    e = dict(d)
    e["a"] = x**3
    f = {**d, "c": 2 * x}
    g = d.copy()
    g.clear()
    h = dict([("q", x)], r=x)
    return d["a"] * e["a"] * f["c"] + len(g) + h["q"] * h["r"]


@program({"a": 0.7})
def key_added_to_an_argument(d):
    d["b"] = d["a"] ** 2
    return d["b"]


@program(X)
def key_known_at_run_time(x):
    d = {}
    for v in x:
        d[int(10 * v)] = v
    return sum(d.values())


@program(X, 0.7, order=2)
@program(X, -0.6)
def last_entry_popped(x, a):
    d = {"p": x[0], "q": a}
    if a > 0:
        d["r"] = a * x[1]
    k, v = d.popitem()
    if k == "r":
        d["s"] = v * v
    e = collections.OrderedDict(u=x[0] * v, v=a, w=x * a)
    _, first = e.popitem(last=False)
    _, last = e.popitem()
    last[0] = a
    return sum(d.values()) * v + first * np.sum(last * last) * len(e)


@program(X, 0.7, order=2)
def last_entries_of_run_time_popped(x, a):
    d, named = {}, {}
    for i, v in enumerate(x):
        d[i] = v * a
        named["k" + str(i)] = v * v
    while len(d) > 1:
        k, v = d.popitem()
        d[0] += v * k
    k, v = named.popitem()
    named[k + "z"] = v * a
    return d[0] * a + sum(named.values())


@program(X, 0.7, order=2)
def one_value_for_keys_of_run_time(x, a):
    few = [i for i in range(len(x)) if x[i] > 0]
    d = dict.fromkeys(few, a)
    for k in few:
        d[k] += x[k]
    e = dict.fromkeys(range(len(few)), x * a)
    e[0] = e[1] * x
    return sum(v * v for v in d.values()) + sum(np.sum(v) for v in e.values())
