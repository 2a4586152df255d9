"""Recursive functions that change what is around them, call themselves, and restore it before they return."""

from __future__ import annotations

from functools import partial

import numpy as np

from .programs import Programs

RECURSION_RESTORES = Programs()
program = RECURSION_RESTORES.add
X = np.array([0.3, -0.8, 1.1])
LEVELS = [1.0]


class Scale:
    def __init__(self, v):
        self.v = v


class Walker:
    def __init__(self):
        self.path = []
        self.depth = 0

    def walk(self, i, x, a):
        if i == 0:
            return self.depth * a + sum(self.path)
        self.depth += 1
        self.path.append(x[i])
        v = self.walk(i - 1, x, a) * x[i]
        self.path.pop()
        self.depth -= 1
        return v + self.depth * x[0]


def first(values):
    return values[0]


@program(X, 0.7, order=2)
@program(X, -0.6)
def path_taken_back(x, a):
    path = []

    def walk(i):
        s = sum(path)
        if i <= 0:
            return s
        path.append(a * x[i])
        s += walk(i - 1)
        path.pop()
        return s

    return walk(2) * x[0]


@program(X, 0.7, order=2)
@program(X, -0.6)
def number_around_restored(x, a):
    s = a

    def walk(i):
        nonlocal s
        if i == 0:
            return s
        old = s
        s = x[i] * s
        v = walk(i - 1)
        s = old
        return v * s

    return walk(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def flag_around_restored(x, a):
    inside = False

    def walk(i):
        nonlocal inside
        if i == 0:
            return a * x[1] if inside else x[0]
        inside = True
        v = walk(i - 1)
        inside = False
        return v * x[i]

    return walk(2) + walk(0)


@program(X, 0.7, order=2)
@program(X, -0.6)
def attribute_around_restored(x, a):
    scale = Scale(a)

    def walk(i):
        if i == 0:
            return scale.v * x[0]
        old = scale.v
        scale.v = x[i] * old
        v = walk(i - 1)
        scale.v = old
        return v + scale.v

    return walk(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def permanent_by_backtracking(x, a):
    used = [False] * 3

    def expand(i):
        if i == 3:
            return 1.0
        s = 0.0
        for j in range(3):
            if not used[j]:
                used[j] = True
                s += (x[i] * a + j) * expand(i + 1)
                used[j] = False
        return s

    return expand(0)


@program(X, 0.7, order=2)
@program(X, -0.6)
def cycle_seen_by_a_set(x, a):
    seen = set()

    def visit(i):
        if i in seen:
            return 0.0
        seen.add(i)
        s = x[i] * a
        for j in range(3):
            s += visit(j) * x[i]
        seen.discard(i)
        return s

    return visit(0)


@program(X, 0.7, order=2)
@program(X, -0.6)
def depth_kept_by_two_functions(x, a):
    depth = 0

    def down(i):
        nonlocal depth
        depth += 1
        v = walk(i - 1)
        depth -= 1
        return v

    def walk(i):
        if i <= 0:
            return depth * a * x[0]
        return down(i) + depth * x[1]

    return down(3) + walk(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def restored_by_the_function_it_calls(x, a):
    s = a

    def even(i):
        nonlocal s
        if i <= 0:
            return s * x[0]
        s = s * x[i]
        v = odd(i - 1)
        s = s / x[i]
        return v

    def odd(i):
        if i <= 0:
            return s * x[1]
        return even(i - 1) + s

    return even(2) + odd(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def read_by_a_function_around(x, a):
    stack = [x[0]]
    top = lambda: stack[-1]  # noqa: E731 - the form under test

    def walk(i):
        if i <= 0:
            return top()
        stack.append(a * i * x[i])
        v = walk(i - 1) * top()
        stack.pop()
        return v

    return walk(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def walker_that_restores(x, a):
    return Walker().walk(2, x, a)


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_held_by_a_function_changed_between_calls(x, a):
    values = [a * x[0]]
    get = partial(first, values)

    def walk(i, get):
        return get() if i == 0 else walk(i - 1, get) * x[i]

    u = walk(2, get)
    values[0] = x[1] * a
    return u * walk(1, get)


@program(X, 0.7, order=2)
@program(X, -0.6)
def global_changed_between_calls(x, a):
    def walk(i):
        return LEVELS[0] * a if i == 0 else walk(i - 1) * x[i]

    u = walk(2)
    LEVELS[0] = x[0]
    u = u * walk(2)
    LEVELS[0] = 1.0
    return u


@program(X, 0.7, order=2)
@program(X, -0.6)
def global_restored_by_a_recursion(x, a):
    def walk(i):
        if i == 0:
            return LEVELS[0] * a
        LEVELS[0] = 2.0
        v = walk(i - 1) * x[i]
        LEVELS[0] = 1.0
        return v

    return walk(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_in_a_tuple_restored_by_a_recursion(x, a):
    stacks = ([x[0]],)

    def walk(i):
        if i <= 0:
            return stacks[0][-1]
        stacks[0].append(a * i)
        v = walk(i - 1)
        stacks[0].pop()
        return v

    return walk(2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def array_around_restored_by_a_recursion(x, a):
    y = x * a

    def walk(i):
        nonlocal y
        if i == 0:
            return np.sum(y * y)
        old = y
        y = y * x
        v = walk(i - 1)
        y = old
        return v + y[0]

    return walk(2)
