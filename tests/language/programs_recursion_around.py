"""Recursive functions that change what is around them: lists, arrays, dicts and objects, passed as if written so."""

# ruff: noqa: B023, RUF005 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

RECURSION_AROUND = Programs()
program = RECURSION_AROUND.add
X = np.array([0.3, -0.8, 1.1])


class Sums:
    def __init__(self):
        self.total = 0.0
        self.items = []


class Scale:
    def __init__(self, v):
        self.v = v

    def twice(self):
        return self.v * 2.0


@program(X, 0.7, order=2)
@program(X, -0.6)
def array_filled(x, a):
    y = np.zeros_like(x)

    def fill(i):
        if i < 0:
            return
        y[i] = x[i] * a + (y[i + 1] if i + 1 < len(x) else 0.0)
        fill(i - 1)

    fill(len(x) - 1)
    return np.sum(y**2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def array_filled_that_has_a_view(x, a):
    y = np.zeros_like(x)
    z = y[1:]

    def fill(i):
        if i < 0:
            return
        y[i] = x[i] * a + (y[i + 1] if i + 1 < len(x) else 0.0)
        fill(i - 1)

    fill(len(x) - 1)
    z[0] *= a
    fill(1)
    return np.sum(y**2) + z[0]


@program(X, 0.7, order=2)
@program(X, -0.6)
def argument_around_changed(x, a):
    def fill(i):
        if i < 0:
            return
        x[i] = x[i] ** 2 * a
        fill(i - 1)

    fill(len(x) - 1)
    return np.sum(x)


@program(X, 0.7, order=2)
@program(X, -0.6)
def collected_by_two_functions(x, a):
    out = []

    def even(i):
        if i >= len(x):
            return
        out.append(x[i] * a)
        odd(i + 1)

    def odd(i):
        if i >= len(x):
            return
        out.append(np.sin(x[i]))
        even(i + 1)

    even(0)
    return sum(v * (k + 1) for k, v in enumerate(out))


@program(X, 0.7, order=2)
@program(X, -0.6)
def collected_in_order_of_visits(x, a):
    order = []
    kids = {0: [1, 2], 1: [], 2: []}

    def visit(n, w):
        order.append(x[n] * w)
        for k in kids[n]:
            visit(k, w * a)
        order.append(w)

    visit(0, 1.0)
    return sum(v * (k + 1) for k, v in enumerate(order))


@program(X, 0.7, order=2)
@program(X, -0.6)
def collected_by_a_callback(x, a):
    out = []

    def walk(i, f):
        if i >= len(x):
            return
        f(x[i] * a)
        walk(i + 1, f)

    walk(0, lambda v: out.append(v * v))
    return sum(v * (k + 1) for k, v in enumerate(out))


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_behind_a_parameter_of_its_name(x, a):
    out = [a]

    def walk(i):
        if i >= len(x):
            return 0.0
        out.append(x[i])
        return helper(i, [0.0])

    def helper(i, out):
        out.append(a)
        return walk(i + 1) + sum(out)

    r = walk(0)
    return r + sum(v * (k + 1) for k, v in enumerate(out))


@program(X, 0.7, order=2)
@program(X, -0.6)
def two_lists_grow(x, a):
    out = [a]
    xs = [a]

    def walk(i, xs):
        if i >= len(x):
            return
        out.append(x[i] * a)
        xs.append(x[i])
        walk(i + 1, xs)

    walk(0, xs)
    out.append(2 * a)
    walk(1, xs)
    return sum(v * (k + 1) for k, v in enumerate(out)) * sum(xs)


@program(X, 0.7, order=2)
@program(X, -0.6)
def object_around_changed(x, a):
    s = Sums()

    def walk(i):
        if i >= len(x):
            return
        s.total += x[i] * a
        s.items.append(x[i])
        walk(i + 1)

    walk(0)
    return s.total + sum(v * (k + 1) for k, v in enumerate(s.items))


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_made_in_a_loop(x, a):
    tot = 0.0
    for k in range(3):
        out = [a * k]

        def walk(i):
            if i >= len(x):
                return
            out.append(x[i] * out[-1])
            walk(i + 1)

        walk(0)
        tot = tot + sum(out)
    return tot


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_changed_in_each_run(x, a):
    out = [a]

    def walk(i):
        if i >= len(x):
            return
        out.append(x[i] * out[-1])
        walk(i + 1)

    for k in range(3):
        walk(k)
    return sum(out)


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_changed_in_some_runs(x, a):
    out = [a]

    def walk(i):
        if i >= len(x):
            return
        out.append(x[i] * out[-1])
        walk(i + 1)

    k = 0
    while len(out) < 5:
        if x[k % 3] > 0:
            walk(k)
        else:
            out.append(a)
        k += 1
    return sum(v * (k + 1) for k, v in enumerate(out))


@program(X, 0.7, order=2)
@program(X, -0.6)
def rows_around_changed(x, a):
    rows = [x * a, x[::-1] * 1.0]

    def walk(i):
        if i >= 2:
            return
        rows[i][0] = a
        rows[1 - i][1] *= 2.0
        walk(i + 1)

    walk(0)
    return np.sum(rows[0]) * np.sum(rows[1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def entries_around_changed(x, a):
    d = {"s": 0.0, "n": 0}

    def walk(i):
        if i >= len(x):
            return
        d["s"] += x[i] * a
        d["n"] += 1
        walk(i + 1)

    walk(0)
    return d["s"] * d["n"]


@program(X, 0.7, order=2)
@program(X, -0.6)
def quicksort_of_an_array_around(x, a):
    y = x * a

    def sort(lo, hi):
        if lo >= hi:
            return
        p = y[hi]
        i = lo
        for j in range(lo, hi):
            if y[j] < p:
                y[i], y[j] = y[j], y[i]
                i += 1
        y[i], y[hi] = y[hi], y[i]
        sort(lo, i - 1)
        sort(i + 1, hi)

    sort(0, len(y) - 1)
    return y[0] + 2 * y[1] ** 2 + 3 * y[2]


@program(X, 0.7, order=2)
@program(X, -0.6)
def name_that_means_another_list_later(x, a):
    out = []

    def walk(i):
        if i >= len(x):
            return
        out.append(x[i] * a)
        walk(i + 1)

    walk(0)
    first = out
    out = [a]
    walk(1)
    return sum(first) + sum(v * (k + 1) for k, v in enumerate(out))


@program(X, 0.7, order=2)
@program(X, -0.6)
def numbers_around_rebound(x, a):
    count = 0
    y = a

    def walk(i):
        nonlocal count, y
        count += 1
        if i >= len(x):
            return 1.0
        y = y * x[i]
        return y + walk(i + 1) * count

    return walk(0) + count * y


@program(X, 0.7, order=2)
@program(X, -0.6)
def memo_in_arrays(x, a):
    memo = np.zeros(7)
    done = np.zeros(7, dtype=bool)

    def fib(n):
        if n < 2:
            return a * (n + 1)
        if not done[n]:
            memo[n] = fib(n - 1) * x[0] + fib(n - 2)
            done[n] = True
        return memo[n]

    return fib(6)


@program(X, 0.7, order=2)
@program(X, -0.6)
def towers_of_hanoi(x, a):
    pegs = [[x[2], x[1], x[0]], [], []]
    s = [0.0]

    def move(n, src, dst, via):
        if n == 0:
            return
        move(n - 1, src, via, dst)
        d = pegs[src].pop()
        pegs[dst].append(d * a)
        s[0] += d
        move(n - 1, via, dst, src)

    move(3, 0, 2, 1)
    return s[0] + sum(pegs[2])


@program(X, 0.7, order=2)
@program(X, -0.6)
def collected_before_and_after(x, a):
    out = []

    def walk(i):
        if i >= len(x):
            return
        out.append(x[i] * a)
        walk(i + 1)
        out.append(x[i])

    walk(0)
    return sum(v * (k + 1) for k, v in enumerate(out))


@program(X, 0.7, order=2)
@program(X, -0.6)
def memo_in_a_dict(x, a):
    cache = {}

    def fib(n):
        if n < 2:
            return a * (n + 1)
        if n in cache:
            return cache[n]
        r = fib(n - 1) * x[0] + fib(n - 2)
        cache[n] = r
        return r

    return fib(6)


@program(X, 0.7, order=2)
@program(X, -0.6)
def visited_in_a_set(x, a):
    seen = set()
    order = []
    edges = {0: [1, 2], 1: [2, 0], 2: [0]}

    def visit(node, weight):
        if node in seen:
            return
        seen.add(node)
        order.append(weight * x[node])
        for other in edges[node]:
            visit(other, weight * a)

    visit(0, 1.0)
    return sum(v * (k + 1) for k, v in enumerate(order))


@program(X, 0.7, order=2)
def given_as_an_argument_in_a_loop(x, a):
    out = [a]

    def walk(i, out):
        if i >= len(x):
            return
        out.append(x[i] * out[-1])
        walk(i + 1, out)

    for k in range(3):
        walk(k, out)
    return sum(out)


@program(X, 0.7, order=2)
@program(X, -0.6)
def result_of_a_recursion_written(x, a):
    def scaled(u, n):
        if n == 0:
            return u * a
        v = scaled(u, n - 1)
        v[1] = u[0] * a
        v[2] *= a
        return v

    return np.sum(scaled(x, 2) ** 2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def permutations_of_a_list(x, a):
    def permuted(xs):
        if len(xs) == 0:
            return [[]]
        return [[xs[i]] + q for i in range(len(xs)) for q in permuted(xs[:i] + xs[i + 1 :])]

    return sum(q[0] * q[1] ** 2 * a for q in permuted([x[0], x[1], x[2]]))


@program(X, 0.7, order=2)
@program(X, -0.6)
def search_tree_of_tuples(x, a):
    def insert(tree, v):
        if tree is None:
            return (v, None, None)
        u, left, right = tree
        if v < u:
            return (u, insert(left, v), right)
        return (u, left, insert(right, v))

    def total(tree, depth):
        if tree is None:
            return 0.0
        return tree[0] * depth + total(tree[1], depth * a) + total(tree[2], depth + 1)

    tree = None
    for v in x:
        tree = insert(tree, v)
    return total(tree, 1.0)


class Walker:
    def __init__(self, x):
        self.x = x
        self.out = []

    def walk(self, i, a):
        if i >= len(self.x):
            return
        self.out.append(self.x[i] * a)
        self.walk(i + 1, a * a)
        self.out.append(a)


@program(X, 0.7, order=2)
def method_that_calls_itself_collects(x, a):
    walker = Walker(x * 1.0)
    walker.walk(0, a)
    return sum(v * (k + 1) for k, v in enumerate(walker.out))


class Parser:
    def __init__(self, toks):
        self.toks = toks
        self.pos = 0

    def expr(self):
        v = self.term()
        while self.pos < len(self.toks) and self.toks[self.pos] == "+":
            self.pos += 1
            v = v + self.term()
        return v

    def term(self):
        t = self.toks[self.pos]
        self.pos += 1
        if t == "(":
            v = self.expr()
            self.pos += 1
            return v
        return t


@program(X, 0.7, order=2)
def parser_by_recursive_descent(x, a):
    return Parser([x[0], "+", "(", a, "+", x[1] * a, ")"]).expr()


@program(X, 0.7)
def array_returned_twice_written(x, a):
    def rec(n, u):
        if n == 0:
            v = u * a
            return v, [v]
        return rec(n - 1, u * u)

    p, q = rec(2, x)
    p[0] = a
    return np.sum(q[0] ** 2) + np.sum(p)


@program(X, 0.7)
def array_returned_beside_its_view_written(x, a):
    def rec(n, u):
        if n == 0:
            v = u * a
            return {"p": v, "q": v[1:]}
        d = rec(n - 1, u * u)
        d["p"][0] += a
        return d

    d = rec(2, x)
    d["q"][0] *= a
    return np.sum(d["p"] ** 2) + np.sum(d["q"])


@program(X, 0.7, order=2)
@program(X, -0.6)
def results_written_in_the_recursion(x, a):
    def rec(n, u):
        if n == 0:
            return u * 1.0
        v = rec(n - 1, np.sin(u))
        w = np.exp(v)
        v *= w
        return v + w

    r = rec(2, x)
    r *= a
    return np.sum(r * r)


@program(X, 0.7, order=2)
@program(X, -0.6)
def results_exchanged_and_written(x, a):
    def rec(n, u, v):
        if n == 0:
            return u, v
        return rec(n - 1, v, u)

    p, q = rec(3, x * a, x + a)
    p[0] = 2.0 * a
    q[1] = p[0] * x[0]
    return np.sum(p * q)


@program(X, 0.7, order=2)
@program(X, -0.6)
def fft_of_a_complex_array(x, a):
    def fft(v):
        n = len(v)
        if n <= 1:
            return v
        e, o = fft(v[::2]), fft(v[1::2])
        r = np.zeros(n, dtype=complex)
        for k in range(n // 2):
            t = np.exp(-2j * np.pi * k / n) * o[k]
            r[k] = e[k] + t
            r[k + n // 2] = e[k] - t
        return r

    return np.sum(np.abs(fft(np.concatenate((x, [a])) * (1 + 0j))) ** 4)


@program(X, 0.7, order=2)
@program(X, -0.6)
def transpose_of_a_result(x, a):
    def factor(m):
        n = len(m)
        if n == 1:
            return np.sqrt(m)
        k = n // 2
        c = np.zeros((n, n))
        c[:k, :k] = factor(m[:k, :k])
        c[k:, :k] = np.linalg.solve(c[:k, :k], m[:k, k:]).T
        c[k:, k:] = factor(m[k:, k:] - c[k:, :k] @ c[k:, :k].T)
        return c

    return np.sum(factor(np.outer(x, x) * a * a + 2 * np.eye(3)) * x)


@program(X, 0.7, order=2)
@program(X, -0.6)
def attributes_of_a_result(x, a):
    def scaled(i):
        if i > 0:
            t = scaled(i - 1)
            t.T[0] = a * i
            return t * t.shape[0] + t.ndim * x
        return np.outer(x, x) * a

    return np.sum(scaled(2) * scaled(1))


@program(X, 0.7, order=2)
@program(X, -0.6)
def attributes_of_an_object_returned(x, a):
    def made(i):
        if i > 0:
            return Scale(made(i - 1).v * x[i] + made(i - 1).twice())
        return Scale(a)

    return made(2).v
