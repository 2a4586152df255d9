"""Dicts whose keys are known only at run time."""

# ruff: noqa: PLC0206 - the forms under test

from __future__ import annotations

import collections
from collections import defaultdict

import numpy as np

from .programs import Programs

KEYED = Programs()
program = KEYED.add
X3 = np.array([0.5, 0.3, 2.0])
X5 = np.array([0.5, 0.3, 2.0, -0.4, 1.1])
EDGES = [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)]
NAMES = ("a", "b")


@program(X3, order=2)
def defaultdict_of_lists(x):
    g = defaultdict(list)
    for i in range(3):
        g[i % 2].append(x[i])
    t = 0.0
    for k, vs in g.items():
        t = t + sum(vs) ** 2 * (k + 1)
    return t


@program(X3, order=2)
def defaultdict_of_floats(x):
    g = defaultdict(float)
    for i in range(3):
        g[i % 2] += x[i] ** 2
    return g[0] * g[1]


@program(X3, order=2)
def defaultdict_of_lambda(x):
    g = defaultdict(lambda: 1.0)
    for i in range(3):
        g[i % 2] *= x[i]
    return g[0] + g[1] * 2


@program(X3, order=2)
def defaultdict_with_known_keys(x):
    g = defaultdict(float)
    g["a"] += x[0]
    g["a"] += x[1] * x[2]
    return g["a"] * g["b"] + g["a"] ** 2


@program(X3, order=2)
def defaultdict_of_arrays(x):
    g = defaultdict(lambda: np.zeros(3))
    for i in range(3):
        g[i % 2] = g[i % 2] + x * i
    return np.sum(g[0] * g[1])


@program(X3, order=2)
def runtime_store(x):
    d = {}
    for i in range(3):
        d[i] = x[i] ** 2
    t = 0.0
    for i in range(3):
        t = t + d[i] * (i + 1)
    return t


@program(X3, order=2)
def runtime_aug(x):
    d = {0: 0.0, 1: 0.0}
    for i in range(3):
        d[i % 2] += x[i] ** 2
    return d[0] * d[1]


@program(X3, order=2)
def memo_of_a_recursion(x):
    memo = {}

    def fib(n):
        if n in memo:
            return memo[n]
        r = x[n] if n < 2 else fib(n - 1) * x[2] + fib(n - 2)
        memo[n] = r
        return r

    return fib(5)


@program(X3, order=2)
def runtime_items(x):
    d = {}
    for i in range(3):
        d[i * 10] = x[i] * x[0]
    t = 0.0
    for k, v in d.items():
        t = t + k * v * v
    return t


@program(X3, order=2)
def runtime_values(x):
    d = {}
    for i in range(3):
        d[i] = x[i] * x[0]
    return sum(d.values()) * len(d)


@program(X3, order=2)
def runtime_keys(x):
    d = {}
    for i in range(3):
        d[i] = x[i] * x[0]
    t = 0.0
    for k in d:
        t = t + d[k] * x[k]
    for k in list(d.keys()):
        t = t + x[k]
    return t


@program(X3, order=2)
def runtime_get(x):
    d = {}
    for i in range(2):
        d[i] = x[i]
    t = 0.0
    for i in range(4):
        t = t + d.get(i, 0.5) * x[2]
    return t


@program(X3, order=2)
def runtime_setdefault(x):
    d = {}
    for i in range(3):
        d.setdefault(i % 2, []).append(x[i])
    t = 0.0
    for k in range(2):
        t = t + sum(d[k]) ** 2
    return t


@program(X3, order=2)
def runtime_setdefault_value(x):
    d = {}
    for i in range(3):
        d.setdefault(i % 2, x[i] ** 2)
    return d[0] * d[1]


@program(X3, order=2)
def runtime_pop(x):
    d = {}
    for i in range(3):
        d[i] = x[i]
    a = d.pop(1)
    b = d.pop(7, 2.0)
    return a * b + sum(d.values()) * len(d)


@program(X3, order=2)
def runtime_del(x):
    d = {}
    for i in range(3):
        d[i] = x[i]
    del d[0]
    return d[1] * d[2] * len(d)


@program(X3, order=2)
def dict_comprehension_indexed(x):
    d = {i: x[i] ** 2 for i in range(3)}
    return d[0] * d[1] + d[2]


@program(X3, order=2)
def runtime_comp_runtime(x):
    n = len(x)
    d = {i: x[i] ** 2 for i in range(n)}
    t = 0.0
    for i in range(n):
        t = t + d[i] * x[0]
    return t


@program(X3, order=2)
def runtime_comp_zip(x):
    keys = ["a", "b", "c"]
    d = {k: v * v for k, v in zip(keys, x, strict=True)}
    return d["a"] * d["b"] + d["c"]


@program(X3, order=2)
def runtime_comp_cond(x):
    d = {i: x[i] for i in range(3) if x[i] > 0.4}
    return sum([v * v for v in d.values()])


@program(X3, order=2)
def runtime_tuple_keys(x):
    d = {}
    for i in range(3):
        for j in range(3):
            d[i, j] = x[i] * x[j]
    t = 0.0
    for i in range(3):
        t = t + d[(i, 2 - i)]
    return t


@program(X3, order=2)
def runtime_arrays(x):
    d = {}
    for i in range(3):
        d[i] = x * i
    t = 0.0
    for i in range(3):
        t = t + np.sum(d[i] * x)
    return t


@program(X3, order=2)
def runtime_array_inplace(x):
    d = {}
    for i in range(2):
        d[i] = np.zeros_like(x)
    for i in range(4):
        d[i % 2][i % 3] += x[i % 3] ** 2
    return np.sum(d[0] * d[1] + d[0])


@program(X3, order=2)
def runtime_arg_lookup(x):
    d = {"a": x[0], "b": x[1]}
    t = 0.0
    for k in NAMES:
        t = t + d[k] ** 2
    return t


@program({"a": 0.5, "b": 0.3}, order=2)
def runtime_arg_update(d):
    out = {}
    for k, v in d.items():
        out[k] = v * v
    return out["a"] * out["b"]


@program({"w": X3, "b": 0.3}, X3, order=2)
def runtime_sgd(params, x):
    new = {}
    for k in params:
        new[k] = params[k] - 0.1 * params[k] ** 2
    return np.sum(new["w"] * x) + new["b"]


@program(X3, order=2)
def runtime_result(x):
    d = {}
    for i in range(3):
        d[i] = x[i] ** 2
    return d


@program(X3, order=2)
def runtime_update(x):
    d = {}
    for i in range(3):
        d[i] = x[i]
    d.update({1: x[0] * x[2]})
    return d[0] * d[1] * d[2]


@program(X3, order=2)
def runtime_in_function(x):
    def fill(d, v):
        for i in range(3):
            d[i] = v[i] * v[i]

    d = {}
    fill(d, x)
    return d[0] * d[1] + d[2]


@program(X3, order=2)
def runtime_in_loop_reset(x):
    t = 0.0
    for r in range(2):
        d = {}
        for i in range(3):
            d[i % 2] = x[i] * (r + 1)
        t = t + d[0] * d[1]
    return t


@program(X3, order=2)
def runtime_branch(x):
    d = {}
    for i in range(3):
        if x[i] > 0.4:
            d[i] = x[i]
        else:
            d[0] = x[i] * 2
    return sum(d.values()) ** 2


@program(X3, order=2)
def ordereddict(x):
    d = collections.OrderedDict()
    d["a"] = x[0]
    d["b"] = x[1]
    return d["a"] * d["b"]


@program({"a": 0.5, "b": 0.3}, order=2)
def del_key(d):
    e = dict(d)
    del e["a"]
    return e["b"] ** 2
