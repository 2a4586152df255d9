"""What programs do with dicts whose keys are known only at run time."""

# ruff: noqa: B007, B905, PLC0206, PLW2901 - the forms under test

from __future__ import annotations

import math
from collections import defaultdict, deque

import numpy as np

from .programs import Programs

KEYED_USES = Programs()
program = KEYED_USES.add
X3 = np.array([0.5, 0.3, 2.0])
X5 = np.array([0.5, 0.3, 2.0, -0.4, 1.1])
EDGES = [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)]
NAMES = ("a", "b")


class Cache:
    def __init__(self):
        self.store = {}

    def get(self, k, v):
        if k not in self.store:
            self.store[k] = v * v
        return self.store[k]


def group(x):
    d = {}
    for i in range(len(x)):
        k = i % 2
        if k in d:
            d[k].append(x[i])
        else:
            d[k] = [x[i]]
    return d


@program(X5, order=2)
def graph_adjacency(x):
    adj = defaultdict(list)
    for a, b in EDGES:
        adj[a].append(b)
        adj[b].append(a)
    t = 0.0
    for u in adj:
        for v in adj[u]:
            t = t + (x[u] - x[v]) ** 2
    return t


@program(X5, order=2)
def dijkstra_soft(x):
    dist = {0: 0.0}
    for a, b in EDGES:
        w = x[b] ** 2 + 0.1
        if b in dist:
            dist[b] = -math.log(math.exp(-dist[b]) + math.exp(-(dist[a] + w)))
        else:
            dist[b] = dist[a] + w
    return dist[3]


@program(X5, order=2)
def dict_in_list(x):
    ds = []
    for i in range(len(x)):
        ds.append({"v": x[i], "i": i})
    t = 0.0
    for d in ds:
        t = t + d["v"] ** 2 * d["i"]
    return t


@program(X5, order=2)
def nested_default(x):
    g = defaultdict(lambda: defaultdict(float))
    for i in range(len(x)):
        g[i % 2][i % 3] += x[i] ** 2
    return g[0][0] * g[1][1]


@program(X5, order=2)
def object_with_dict(x):
    class_ = Cache()
    t = 0.0
    for i in range(len(x)):
        t = t + class_.get(i % 2, x[i])
    return t


@program(X5, order=2)
def fstring_keys(x):
    d = {}
    for i in range(len(x)):
        d[f"w{i}"] = x[i] ** 2
    return d["w0"] * d["w3"] + d[f"w{2}"]


@program(X5, order=2)
def sorted_items(x):
    d = {}
    for i in range(len(x)):
        d[(7 * i) % 5] = x[i]
    t = 0.0
    for k in sorted(d):
        t = t * 0.5 + d[k] * x[k]
    return t


@program(X5, order=2)
def max_key(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i] ** 2
    best = max(d, key=d.get)
    return d[best] * x[0]


@program(X5, order=2)
def max_key_lambda(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i] ** 2
    best = max(d, key=lambda k: d[k])
    return d[best] * x[0]


@program(X5, order=2)
def values_written(x):
    d = {}
    for i in range(len(x)):
        d[i % 2] = np.zeros_like(x)
    for k, v in d.items():
        v += x * (k + 1)
    return np.sum(d[0] * d[1])


@program(X5, order=2)
def list_of_values(x):
    d = {}
    for i in range(len(x)):
        d[i % 3] = x * x[i]
    return np.sum(np.array(list(d.values())) ** 2)


@program(X5, order=2)
def returned_by_helper(x):
    d = group(x)
    t = 0.0
    for k, vs in d.items():
        t = t + (sum(vs) / len(vs)) ** 2
    return t


@program(X5, order=2)
def pop_and_readd(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i]
    v = d.pop(0)
    d[0] = v * v
    t = 0.0
    for k in d:
        t = t * 0.5 + d[k]
    return t


@program(X5, order=2)
def del_in_loop(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i]
        if i > 1:
            del d[i - 2]
    return sum(d.values()) ** 2


@program(X5, order=2)
def clear_in_loop(x):
    d = {}
    t = 0.0
    for i in range(len(x)):
        d[i] = x[i]
        if i == 2:
            t = t + sum(d.values()) ** 2
            d.clear()
    return t + sum(d.values()) ** 2


@program(X5, order=2)
def branch_of_dicts(x):
    a = {}
    b = {}
    for i in range(len(x)):
        if x[i] > 0:
            a[i] = x[i]
        else:
            b[i] = x[i] ** 2
    d = a if len(a) > len(b) else b
    return sum(d.values()) ** 2


@program(X5, order=2)
def active_keys(x):
    d = {}
    for i in range(len(x)):
        d[x[i]] = i
    t = 0.0
    for v, i in d.items():
        t = t + v * v * i
    return t


@program(X5, order=2)
def dict_of_tuples(x):
    d = {}
    for i in range(len(x)):
        d[i] = (x[i], i)
    t = 0.0
    for k in range(len(x)):
        v, i = d[k]
        t = t + v * v * i
    return t


@program(X5, order=2)
def dict_copy(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i]
    e = dict(d)
    e[0] = x[1] * x[2]
    return d[0] * e[0]


@program(X5, order=2)
def dict_to_function(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i]

    def total(m):
        return sum([m[k] * k for k in m])

    return total(d) ** 2


@program(X5, order=2)
def dict_truth(x):
    d = {}
    for i in range(len(x)):
        if x[i] > 100:
            d[i] = x[i]
    if not d:
        return x[0] ** 2
    return sum(d.values())


@program(X5, order=2)
def alias_of_dict(x):
    d = {}
    e = d
    for i in range(len(x)):
        e[i] = x[i]
    return d[0] * d[1] * len(d)


@program(X5, order=2)
def missing_key(x):
    d = {}
    for i in range(len(x)):
        d[i] = x[i]
    try:
        y = d[17]
    except KeyError:
        y = d[0] * d[1]
    return y


@program(X5, order=2)
def zip_dict(x):
    names = [f"n{i}" for i in range(len(x))]
    d = dict(zip(names, x, strict=True))
    return d["n1"] * d["n2"]


@program(X5, order=2)
def dict_merge(x):
    a = {}
    for i in range(len(x)):
        a[i] = x[i]
    b = {**a, 9: x[0]}
    return b[9] * b[1]


@program(X5, order=2)
def dict_or(x):
    a = {"u": x[0]}
    b = {"v": x[1]}
    c = a | b
    return c["u"] * c["v"]


@program(X5, order=2)
def key_in_argument_dict_runtime(x):
    d = {"a": x[0], "b": x[1]}
    for i in range(len(x)):
        k = "a" if x[i] > 0 else "b"
        d[k] = d[k] * 1.1 + x[i]
    return d["a"] * d["b"]


@program(np.array([0.5, 1.2, -0.3]), 0.7, order=2)
def two_loops_over_the_latest_steps(x, a):
    curvature = np.array([1.0, 2.0, 3.0])
    steps, changes = deque(maxlen=2), deque(maxlen=2)
    z = x * a
    for _ in range(4):
        q = z * curvature + x
        shares = []
        for s, y in zip(reversed(steps), reversed(changes)):
            share = (s @ q) / (s @ y)
            shares.append(share)
            q = q - share * y
        for s, y, share in zip(steps, changes, reversed(shares)):
            q = q + s * (share - (y @ q) / (s @ y))
        steps.append(-0.1 * q)
        changes.append(-0.1 * q * curvature)
        z = z - 0.1 * q
    return z @ z


@program(np.array([0.5, 1.2, -0.3]), 0.7, order=2)
def latest_rows_changed_from_the_last(x, a):
    latest = deque(maxlen=2)
    for _ in range(4):
        latest.append(x * a)
        for row in reversed(latest):
            row[0] = row[0] * 0.5 + x[1]
            x = x + row * 0.1
    return np.sum(x) + latest[0][0]


@program(np.array([0.5, 1.2, -0.3]), 0.7, order=2)
def keys_from_the_last(x, a):
    of_sign = {}
    for v in x:
        of_sign[float(np.sign(v))] = v * a
    total = x[0]
    for sign in reversed(of_sign):
        total = total * of_sign[sign] + sign
    return total
