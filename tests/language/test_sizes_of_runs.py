"""Slices that begin or end at a number of the program are as long as each other within one run of a loop only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad
from s2sad.testing import check_grads

X = np.array([0.7, -0.4, 1.3, 0.9])
PROGRAMS: list[Callable[..., Any]] = []


def add(program: Callable[..., Any]) -> Callable[..., Any]:
    PROGRAMS.append(program)
    return program


@add
def carried(x):
    s, before = 0.0, x[3:]
    for k in (1, 2, 3):
        now = x[k:]
        s += np.sum(np.sin(now) * before)
        before = now[:1]
    return s


@add
def kept_from_the_first_run(x):
    s = 0.0
    k = len(x) - 1
    while k >= 0:
        part = x[k:]
        if k == len(x) - 1:
            last = part
        s += np.sum(part**2 * last)
        k -= 1
    return s


@add
def in_a_list(x):
    s, parts = 0.0, []
    for k in range(len(x) - 1, -1, -1):
        parts.append(np.exp(x[k:]))
        for part in parts:
            s += np.sum(parts[-1] * part[:1])
        s += np.sum(parts[0] * x[k:])
    return s


@add
def collected(x):
    parts = [x[k:] * x[k] for k in range(len(x))]
    s = 0.0
    for k in range(len(x)):
        s += np.sum(x[k:] * parts[-1]) + np.sum(parts[k] * x[k:])
    return s


@add
def bound_changes_between(x):
    s, k = 0.0, 0
    while k < len(x) - 1:
        a = x[k:] ** 2
        k = len(x) - 1
        s += np.sum(a * x[k:])
    return s


@add
def two_loops(x):
    s = 0.0
    for k in range(2, 4):
        a = x[k:]
    for k in range(4):
        s += np.sum(a * np.cos(x[k:]))
    return s


@add
def of_a_slice(x):
    s = 0.0
    for i in range(3):
        for j in range(i, 4):
            s += np.sum(np.tanh(x[i:][j - i :]) * x[3:]) * np.sum(x[i:j])
    return s


@add
def in_a_dict(x):
    parts = {}
    s = 0.0
    for k in range(3, -1, -1):
        parts[k] = x[k:]
        s += np.sum(parts[3] * parts[k] ** 2)
    return s


@add
def by_a_function(x):
    def part(k):
        return x[k:]

    s = 0.0
    for k in range(4):
        s += np.sum(part(k) * part(3) * x[k:])
    return s


def halves(x, n):
    return np.sum(x**2) * x[0] if n == 0 else np.sum(np.sin(x) * x[n:]) + halves(x[1:], n - 1)


@add
def recursive(x):
    return halves(x[:3], 2)


@add
def left_early(x):
    part = x
    for k in range(3, -1, -1):
        part = x[k:]
        if k < 3 and part[0] > 1:
            break
    return np.sum(part * x[2:]) + np.sum(part**3)


@add
def written_rows(x):
    a = np.outer(x, x + 3.0)
    for k in range(3):
        for i in range(k + 1, 4):
            a[i, k + 1 :] -= np.sin(a[i, k]) * a[k, k + 1 :]
            a[k + 1 :, i] *= a[i, 3:]
    return np.sum(a)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.__name__)
def test_derivatives(program: Callable[..., Any]) -> None:
    """Sizes that may be one are broadcast where the program does it."""
    check_grads(program, (X,))


def elimination(a):
    n = len(a)
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            a[i, k + 1 :] -= a[i, k] * a[k, k + 1 :]
    return np.sum(np.log(np.diag(a)))


def test_no_row_is_kept_for_its_shape() -> None:
    """Of a run of elimination the pivot, the factor twice and the row of the pivot are kept, and nothing else."""
    text = grad(elimination).source(np.eye(3) + 0.1)
    assert "match" not in text
    assert text.count(".append(t1.copy())") == 1


def test_the_factors_of_a_product_are_as_long_as_each_other() -> None:
    """Either may have one element, and none is broadcast."""

    def substitution(a, b):
        x = np.zeros_like(b)
        for i in range(len(b) - 1, -1, -1):
            x[i] = (b[i] - a[i, i + 1 :] @ x[i + 1 :]) / a[i, i]
        return np.sum(x)

    a = np.eye(4) + np.outer(X, X)
    assert "match(" not in grad(substitution, argnums=(0, 1)).source(a, X)
    check_grads(substitution, (a, X))
