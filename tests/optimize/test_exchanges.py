"""Exchanges of elements of lists at places known at run time: in reverse and in forward mode, too."""

import numpy as np
import pytest

from s2sad import grad, source
from s2sad.testing import check_grads


def neighbours(x, a):
    rows = [np.ones(3) * v for v in x]
    for i in range(len(x) - 1):
        rows[i], rows[i + 1] = rows[i + 1], rows[i]
    return sum([np.sum(r * r * a) * (k + 1) for k, r in enumerate(rows)])


def and_written(x, a):
    """In some runs the two places are one."""
    n, rows = len(x), [np.array([v, v * v, a]) for v in x]
    for i in range(n):
        rows[i], rows[i * i % n] = rows[i * i % n], rows[i]
        rows[i][0] *= rows[i - 1][1]
        rows[i * i % n][2] += rows[i][1] * rows[i][0] + x[i]
    return sum([np.sum(r * r * a) * (k + 1) for k, r in enumerate(rows)])


def and_scaled(x, a):
    n, rows = len(x), [np.array([v, v * v, a]) for v in x]
    for i in range(n):
        rows[i], rows[i * i % n] = rows[i * i % n] * a, rows[i]
        rows[i][0] *= rows[i - 1][1]
    return sum([np.sum(r * r * a) * (k + 1) for k, r in enumerate(rows)])


def numbers(x, a):
    n, values = len(x), [v * a for v in x]
    for i in range(n):
        j = (i * i + 1) % n
        if values[i] > values[j]:
            values[i], values[j] = values[j], values[i]
        values[i] *= values[j]
    return sum([v * v * a * (k + 1) for k, v in enumerate(values)])


def lists(x, a):
    n, rows = len(x), [[v, v * v, a] for v in x]
    for i in range(n):
        rows[i], rows[i * i % n] = rows[i * i % n], rows[i]
        rows[i][0] *= rows[i - 1][1]
    return sum([(r[0] * r[0] * a + r[1]) * (k + 1) for k, r in enumerate(rows)])


def lists_in_order(x, a):
    n, rows = len(x), [[v, v * v, a] for v in x]
    for _ in range(n):
        for i in range(n - 1):
            if rows[i][0] > rows[i + 1][0]:
                rows[i], rows[i + 1] = rows[i + 1], rows[i]
                rows[i][1] *= a
    return sum([(r[0] * r[0] * a + r[1]) * (k + 1) for k, r in enumerate(rows)])


def around(x, a):
    """Three elements, of which some may have one place: an array may be there twice."""
    n, rows = len(x), [np.array([v, v * v, a]) for v in x]
    for i in range(n):
        j, k = i * i % n, (2 * i + 1) % n
        rows[i], rows[j], rows[k] = rows[j], rows[k], rows[i]
        rows[i] = rows[j] * rows[k]
    return sum([np.sum(r * r * a) * (k + 1) for k, r in enumerate(rows)])


def one_way(x, a):
    n, rows = len(x), [np.array([v, v * v, a]) for v in x]
    for i in range(n):
        rows[i * i % n] = rows[i]
        rows[i] = x * a + i
    return sum([np.sum(r * r * a) * (k + 1) for k, r in enumerate(rows)])


PROGRAMS = [neighbours, and_written, and_scaled, numbers, lists, lists_in_order, around, one_way]


@pytest.mark.parametrize("f", PROGRAMS[:4])
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_the_list_is_not_copied_in_loops(f, mode) -> None:
    text = source(f, mode, (0, 1), args=(np.ones(4), 0.7))
    assert not any(line.startswith("        ") and " copy(" in line for line in text.splitlines()), text


@pytest.mark.parametrize("f", PROGRAMS[4:6])
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_neither_the_list_nor_what_is_exchanged_is_copied(f, mode) -> None:
    text = source(f, mode, (0, 1), args=(np.ones(4), 0.7))
    assert not any(f"        {name} = copy({name})" in text for name in ("rows", "rows_bar", "rows_dot")), text
    assert not any(f"copy({name}[" in text for name in ("rows", "rows_bar", "rows_dot")), text


def test_what_reverses_an_exchange_is_an_exchange() -> None:
    text = grad(neighbours).source(np.ones(4), 0.7)
    assert "rows_bar[i + 1] = rows_bar[i]\n        rows_bar[i] = t_bar\n" in text


@pytest.mark.parametrize("f", PROGRAMS)
@pytest.mark.parametrize("seed", range(2))
def test_derivatives(f, seed) -> None:
    x = np.random.default_rng(seed).uniform(-0.5, 1.2, 4)[: 3 if f is one_way else 4]
    check_grads(f, (x, 0.9 - 0.2 * seed), order=2)
