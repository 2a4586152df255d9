"""Names that are None on one path, writes where a loop is left, tangents of lists: what once went wrong is right."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import jvp
from s2sad.testing import check_grads

X = np.array([0.7, -0.4, 1.3, 0.9])
PROGRAMS: list[Callable[..., Any]] = []


def add(program: Callable[..., Any]) -> Callable[..., Any]:
    PROGRAMS.append(program)
    return program


@add
def assigned_if_none(x):
    r = None
    if x[0] < 0:
        r = x * 2
    if r is None:
        r = x * 3
    return np.sum(r)


@add
def previous(x):
    prev = None
    s = 0.0
    for v in x:
        y = x * v
        if prev is not None:
            s += x[0]
        prev = y
    return s


@add
def memo_by_literals(x):
    c = [None] * 4
    s = 0.0
    for i in (0, 1, 0, 2):
        if c[i] is None:
            c[i] = x[i] ** 2
        s += c[i]
    return s


@add
def memo_by_index(x):
    c = [None] * 4
    s = 0.0
    for i in range(len(x)):
        if c[i // 2] is None:
            c[i // 2] = x[i] ** 2
        s += c[i // 2]
    return s


@add
def last_or_none(x):
    last = None
    for v in x:
        if v > 100:
            last = v * x
    if last is None:
        return x[0] * 3
    return np.sum(last)


@add
def best_so_far(x):
    best = None
    for k in range(3):
        c = x * k
        if best is None or c[0] > best[0]:
            best = c
    return np.sum(best**2)


@add
def best_by_elif(x):
    best = None
    for k in range(3):
        c = x * k
        if best is None:
            best = c
        elif c[0] > best[0]:
            best = c * 2
    return np.sum(best**2)


@add
def previous_in_a_ternary(x):
    prev = None
    s = 0.0
    for c in np.outer(x, x):
        s += 0.0 if prev is None else np.sum(prev) * c[0]
        prev = c * 2
    return s


@add
def first_or_next(x):
    last = None
    for v in x:
        last = x * 2 if last is None else last * x * v
    return np.sum(last)


def scaled_or(x, b=None):
    if b is None:
        return x * 2
    return b * x


@add
def default_in_a_loop(x):
    r = None
    for _k in range(3):
        r = scaled_or(x, r)
    return np.sum(r)


class Stepper:
    def __init__(self):
        self.h = None

    def step(self, x):
        if self.h is None:
            self.h = x * 2
        else:
            self.h = self.h * x
        return np.sum(self.h)


@add
def attribute_made_late(x):
    o = Stepper()
    s = 0.0
    for v in x:
        s += o.step(x * v)
    return s


def maybe(x, k):
    if x[0] > k:
        return x * k
    return None


@add
def helper_that_returns_none(x):
    s = 0.0
    for k in range(3):
        r = maybe(x, k)
        if r is None:
            break
        s += np.sum(r * r)
    return s


@add
def best_and_a_write(x):
    best = None
    cur = x * 2
    for _i in range(4):
        cur = cur * x
        if best is None:
            best = cur
        cur[0] *= 2
    return np.sum(best)


@add
def fixed_point(x):
    old = None
    for _it in range(20):
        new = np.tanh(x if old is None else x + 0.5 * old)
        if old is not None and np.max(np.abs(new - old)) < 1e-3:
            break
        old = new
    return np.sum(new)


@add
def pairs_of_what_is_written(x):
    y = x.copy()
    for i, (a, b) in enumerate(zip(y, x, strict=False)):
        y[i] = a * b
    return np.sum(y)


@add
def row_kept_behind_an_exit(x):
    y = np.outer(x, x)[:2].copy()
    for k, r in enumerate(y):
        r[k] -= r[1 - k]
        if k:
            break
    return np.sum(y**2) + r[0]


@add
def list_of_products(x):
    rows = [x * 1, x * 2]
    for _i in range(3):
        rows.append(rows[-1] * rows[-2])
    return sum(np.sum(r) for r in rows)


@add
def written_where_it_is_left(x):
    y = x.copy()
    for j in range(4):
        if x[j] > 1.0:
            y[j] *= 5.0
            break
        y[j] = y[j] * 1.1
    return np.sum(y * y)


@add
def entry_made_late_in_branches(x):
    d = {"a": None}
    for v in x:
        if d["a"] is None:
            d["a"] = v * 2
        else:
            d["a"] = d["a"] * v
    return d["a"]


@add
def returned_from_a_nested_loop_before_writes(x):
    u = np.sin(x)
    for i in range(len(x)):
        for j in range(len(x)):
            if u[i] * x[j] < -0.2:
                return u
            u[j] *= x[i]
    return u * 2


@add
def returned_before_writes_by_another_name(x):
    u = np.zeros_like(x)
    s = x[0]
    for _ in range(2):
        for k in range(len(x)):
            if u[0] > 0.71:
                return u
            v = u
            v[0] = s
            s += 0.2 * (u[k] * u @ (u - 0.47 * u))
    return s


@add
def argument_returned_before_writes(x):
    for i in range(len(x)):
        if x[i] < 0:
            return x
        x[i] *= 2 * x[0]
    x[0] = 3 * x[1]
    return x * x


@add
def returned_beside_a_list(x):
    u = np.sin(x)
    items = [u, np.cos(u)]
    for _ in range(2):
        for j in range(len(x)):
            if x[j] > 2:
                return u
            items[0][j] *= x[j]
    items.append(u)
    u[1] = x[0]
    return items[0] * items[1]


def descend(x, d):
    if d >= 1:
        x[d - 1] += 0.5 * np.sin(x[d])
        descend(x, d - 1)


@add
def changed_on_one_path_then_by_recursion(x):
    u = x * 0.9
    if x[0] > 0.5:
        u *= u
    descend(u, 2)
    return u * x


@add
def chosen_then_changed_by_recursion(x):
    u = x * 0.9
    v = np.sin(x)
    w = u if x[0] > 0.5 else v
    descend(w, 2)
    return w * x


@add
def changed_by_recursion_in_a_loop(x):
    u = x * 0.9
    for i in range(len(x)):
        if x[i] > 0.5:
            u *= u
        descend(u, 2)
    return u * x


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.__name__)
def test_derivatives(program: Callable[..., Any]) -> None:
    check_grads(program, (X.copy(),), order=2)


def test_tangents_in_lists_are_not_written_to() -> None:
    def program(p):
        p[0][1] *= 2
        p.append(p[1] * p[0][0])
        p[1] += p[0][0]
        return np.sum(p[-1]) + p[1][0] ** 2

    direction = [np.array([1.0, 0.0]), np.array([0.5, 0.2])]
    jvp(program, ([np.array([1.0, 2.0]), np.array([0.5, 0.6])],), (direction,))
    np.testing.assert_array_equal(direction, [[1.0, 0.0], [0.5, 0.2]])


def test_second_derivatives_of_elements_that_are_written_and_kept() -> None:
    """What a tape keeps of a list's adjoint is not what the next run adds to."""

    def program(x, m):
        u = x.copy()
        items = [x, u]
        for _ in range(2):
            items.append(np.tanh(items[1]))
        for i, v in enumerate(m):
            u /= m[0]
            v[0] += u[i]
        np.add.at(x, [0, 1, 0], u)
        return x

    check_grads(program, (X[:3].copy(), 2.0 + np.outer(X[:3], X[1:])), order=2)


def test_second_derivatives_of_a_loop_that_is_left_after_a_try() -> None:
    """What the first reverse sweep tapes in front of the exit is there of the last run, too."""

    def program(x):
        s = 1.0
        failed = False
        for v in x:
            try:
                s = s + math.sqrt(v - 0.4) * s
            except ValueError:
                failed = True
            if failed:
                break
        return s

    for x in (np.array([0.5, 0.6, 0.3, 0.7]), np.array([0.3, 0.6]), np.array([0.6, 0.9])):
        check_grads(program, (x,), order=2)


def test_array_that_each_run_takes_from_outside() -> None:
    """What does not depend on the run is computed in front of the loop, and must not be written to in the next run."""

    def program(x, k):
        u = x * 0.9
        for _ in range(1, len(x)):
            np.add.at(u, 1, 0.53)
            if k:
                break
            u = np.tanh(x)
        return np.sum(u**2)

    for k in (0, 1):
        check_grads(program, (X, k), argnums=0, order=2)


def test_array_that_a_loop_leaves_behind_at_its_exit() -> None:
    """A tape of the last run of an inner loop holds what the next run of the outer one writes to."""

    def fill(x, s):
        for i in range(len(x)):
            x[i] = x[i] + s

    def program(x, a):
        u = x.copy()
        n = len(x)
        for _ in range(n):
            for _ in range(1, n):
                fill(u, a)
                u = np.tanh(u)
                if n:
                    break
                v = u[::1]  # noqa: F841 - makes the last run another one
        return np.sum(u)

    check_grads(program, (X[:3].copy(), 0.4), order=2)


def test_masks_where_a_return_leaves_a_loop() -> None:
    """Behind the `return` of an inner loop there is no array whose shape a mask of its adjoint could have."""

    def program(x, k):
        u = x.copy()
        h = 0.1
        while h < 1.0:
            for i in range(0, len(x), 2):
                if i == k:
                    return u
            mask = u > 0.2
            u[mask] = np.exp(u)[mask]
            h = h + 0.3
        return u

    for k in (9, 2):
        check_grads(program, (np.linspace(0.1, 0.45, 4), k), order=2)
