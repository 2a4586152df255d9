"""Sets of what is not differentiated; deques."""

from __future__ import annotations

import collections
import math
from collections import deque

import numpy as np

from .programs import Programs

SETS = Programs()
program = SETS.add
X3 = np.array([0.5, 0.3, 2.0])
X5 = np.array([0.5, 0.3, 2.0, -0.4, 1.1])
EDGES = [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)]
NAMES = ("a", "b")
CHOSEN = {3, 0, 4}
NEIGHBOURS = {0: {1, 2}, 1: frozenset({3}), 4: {0: 1, 3: 1}.keys()}


@program(0.7, order=2)
def set_display(x):
    s = {1, 2, 3}
    t = 0.0
    for k in range(5):
        if k in s:
            t = t + x**k
    return t


@program(0.7, order=2)
def set_empty_add(x):
    seen = set()
    t = 0.0
    for k in [1, 2, 1, 3, 2]:
        if k in seen:
            continue
        seen.add(k)
        t = t + x**k
    return t * len(seen)


@program(0.7, order=2)
def set_comp(x):
    s = {k % 3 for k in range(7)}
    t = 0.0
    for k in sorted(s):
        t = t + x ** (k + 1)
    return t * len(s)


@program(0.7, order=2)
def set_ops(x):
    a = {1, 2, 3}
    b = {3, 4}
    n = len(a | b) + 2 * len(a & b) + 3 * len(a - b) + 4 * len(a ^ b)
    return x * x * n


@program(0.7, order=2)
def set_methods(x):
    a = {1, 2}
    a.update([5, 6])
    a.discard(1)
    a.remove(2)
    b = a.union({7})
    return x * x * len(b) * (2.0 if a.issubset(b) else 3.0)


@program(X3, order=2)
def set_iterate(x):
    idx = set()
    for k in range(3):
        if x[k] > 0.4:
            idx.add(k)
    t = 0.0
    for k in sorted(idx):
        t = t + x[k] ** 2
    return t


@program(X3, order=2)
def set_iterate_plain(x):
    idx = {0, 2}
    t = 0.0
    for k in idx:
        t = t + x[k] ** 2
    return t


@program(X3, order=2)
def set_of_tuple(x):
    done = {(0, 1)}
    t = 0.0
    for i in range(3):
        for j in range(3):
            if (j, i) in done or (i, j) in done:
                continue
            done.add((i, j))
            t = t + x[i] * x[j]
    return t


@program(X3, order=2)
def set_from_list(x):
    labels = [0, 1, 0]
    t = 0.0
    for c in set(labels):
        s = sum([x[i] for i in range(3) if labels[i] == c])
        t = t + s * s
    return t


@program(0.7, order=2)
def frozen_set(x):
    s = frozenset([1, 2])
    return x * x if 1 in s else x


@program(0.7, order=2)
def set_strings(x):
    opts = {"sq", "log"}
    y = x
    if "sq" in opts:
        y = y * y
    if "exp" in opts:
        y = math.exp(y)
    return y


@program(X3, order=2)
def deque_basic(x):
    q = deque()
    for v in x:
        q.append(v)
    q.appendleft(x[0] * x[1])
    a = q.popleft()
    b = q.pop()
    return a * b + q[0] * len(q)


@program(X3, order=2)
def deque_bfs(x):
    q = deque([0])
    t = 0.0
    seen = set()
    while q:
        k = q.popleft()
        if k in seen:
            continue
        seen.add(k)
        t = t + x[k] ** 2 * len(seen)
        if k + 1 < 3:
            q.append(k + 1)
            q.append(k)
    return t


@program(X3, order=2)
def deque_maxlen(x):
    q = deque(maxlen=2)
    t = 0.0
    for v in x:
        q.append(v)
        t = t + sum(q) ** 2
    return t


@program(X3, order=2)
def deque_init_maxlen(x):
    q = deque([x[0], x[1]], maxlen=2)
    q.append(x[2] * x[0])
    return q[0] * q[1]


@program(X3, order=2)
def deque_extend_rotate(x):
    q = deque(x)
    q.extend([x[0] * 2])
    q.extendleft([x[1]])
    q.rotate(1)
    return q[0] * q[1] + q[-1]


@program(X3, order=2)
def deque_list_of_pairs(x):
    q = deque([(0, x[0])])
    t = 0.0
    while len(q) > 0:
        i, v = q.popleft()
        t = t + v * v
        if i < 2:
            q.append((i + 1, v * x[i + 1]))
    return t


@program(X3, order=2)
def counter(x):
    c = collections.Counter([0, 1, 1])
    t = 0.0
    for i in range(2):
        t = t + c[i] * x[i]
    return t


@program(X5, order=2)
def frontier_sets(x):
    frontier = {0}
    seen = {0}
    t = 0.0
    depth = 1.0
    while frontier:
        new = set()
        for u in frontier:
            t = t + x[u] ** 2 * depth
            for a, b in EDGES:
                if a == u and b not in seen:
                    seen.add(b)
                    new.add(b)
        frontier = new
        depth = depth + 1.0
    return t * len(seen)


@program(X5, order=2)
def order_of_set(x):
    s = set()
    for k in [4, 0, 3, 1]:
        s.add(k)
    t = 0.0
    for k in s:
        t = t * 0.5 + x[k]
    return t


@program(X5, order=2)
def active_in_set(x):
    s = set()
    for i in range(len(x)):
        s.add(x[i])
    t = 0.0
    for v in s:
        t = t + v * v
    return t


@program(X5, order=2)
def set_of_list_active(x):
    t = 0.0
    for v in set([x[0], x[1]]):
        t = t + v * v
    return t


@program(X5, order=2)
def union_in_loop(x):
    groups = [{0, 1}, {1, 2}, {3}]
    s = set()
    for g in groups:
        s |= g
    t = 0.0
    for k in sorted(s):
        t = t + x[k] ** 2
    return t


@program(X5, order=2)
def set_subtract(x):
    rest = set(range(5)) - {1, 3}
    return sum(x[k] for k in rest) ** 2


@program(X5, order=2)
def deque_window(x):
    w = deque(maxlen=3)
    t = 0.0
    for v in x:
        w.append(v * v)
        t = t + sum(w) / len(w)
    return t


@program(X5, {1, 3}, argnums=0, order=2)
@program(X5, frozenset({0, 4}), argnums=0)
def loop_over_a_set_of_the_caller(x, some):
    t = 1.0
    for k in some:
        t = t * x[k] ** 2 + x[0]
    return t + sum(x[k] * t for k in some) + sum([i * x[k] * t for i, k in enumerate(some)])


@program(X5, order=2)
def loop_over_sets_from_outside(x):
    t = 0.0
    for k in CHOSEN:
        t = np.sin(t + x[k] ** 2)
        if k > 3 and t > 2.0:
            break
    for k, others in NEIGHBOURS.items():
        for j in others:
            t = t * x[k] + x[j] ** 2
    return t
