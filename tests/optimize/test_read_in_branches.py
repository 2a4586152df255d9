"""Conditional writes to parts of lists: no run of a loop copies a row, or makes one of zeros."""

import numpy as np
import pytest

from s2sad import grad, jvp, source
from s2sad.testing import check_grads


def on_condition(x, a):
    n = len(x)
    table = [[x[i] * a + j * 0.1 for j in range(n)] for i in range(n)]
    for i in range(1, n):
        for j in range(1, n):
            if table[i][j] > 0.3:
                table[i][j] = table[i][j] * table[i - 1][j]
            elif table[i][j] > 0.1:
                table[i][j] *= a
            else:
                table[i][j - 1] += table[i][j] ** 2
    return table[-1][-1] * table[-1][-2] + table[1][0]


def shortest_paths(x, a):
    n = len(x)
    table = [[x[i] * a + j * 0.1 + (i - j) ** 2 * a for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if table[i][k] + table[k][j] < table[i][j]:  # noqa: PLR1730 - the form under test
                    table[i][j] = table[i][k] + table[k][j]
    return sum(sum(row) for row in table) ** 2


def in_cubes(x, a):
    n = len(x)
    table = [[[u * a + j * 0.1 + v**2 for u in x] for j in range(n)] for v in x]
    for i in range(1, n):
        for j in range(n):
            for k in range(n):
                if table[i][j][k] > 0.3:
                    table[i][j][k] = table[i][j][k] * table[i - 1][j][k]
    return table[-1][-1][-1] * table[-1][0][1]


def named_rows(x, a):
    n = len(x)
    table = [[x[i] * a + j * 0.1 for j in range(n)] for i in range(n)]
    for i in range(1, n):
        for j in range(1, n):
            row, above = table[i], table[i - 1]
            if row[j] > above[j]:
                row[j], above[j] = above[j] * a, row[j]
    return table[-1][-1] * table[-1][-2]


def rows_of_arrays(x, a):
    n = len(x)
    table = [x * a * (k + 1) for k in range(n)]
    for i in range(1, n):
        for j in range(n):
            if table[i][j] > table[i - 1][j]:
                table[i][j] *= table[i - 1][j]
    return np.sum(table[-1] * table[0])


def written_before(x, a):
    """What a branch reads was written since the element was read in front of it."""
    n = len(x)
    table = [[x[i] * a + j * 0.1 for j in range(n)] for i in range(n)]
    for i in range(1, n):
        for j in range(1, n):
            v = table[i][j]
            table[i][j] = v * a
            if v > 0.2:
                table[i][j] = table[i][j] * v + table[i - 1][j]
    return table[-1][-1] * table[-1][-2]


class Body:
    def __init__(self, v, a) -> None:
        self.p = [v, v * a, a]
        self.q = np.array([v, a])


def in_objects(x, a):
    bodies = [Body(v, a) for v in x]
    for i in range(1, len(x)):
        for j in range(3):
            if bodies[i].p[j] > bodies[i - 1].p[j]:
                bodies[i].p[j] = bodies[i].p[j] * bodies[i].q[0]
            elif bodies[i].q[0] > 0.2:
                bodies[i].q[0] *= bodies[i].p[j]
    return sum([body.p[1] * body.q[0] for body in bodies])


PROGRAMS = [in_objects, on_condition, shortest_paths, in_cubes, named_rows, rows_of_arrays, written_before]


def gradient_of_gradient(f, x):
    return grad(lambda x: np.sum(grad(f)(x, 0.7))).source(x)


@pytest.mark.parametrize("f", PROGRAMS)
def test_nothing_is_copied_in_loops(f) -> None:
    x = np.ones(4)
    tangent = source(f, "forward", (0, 1), args=(x, 0.7))
    texts = [grad(f, argnums=(0, 1)).source(x, 0.7), tangent, gradient_of_gradient(f, x)]
    for text in texts:
        lines = [line for line in text.splitlines() if line.startswith(" " * 12)]
        assert not any("copy(" in line or "zeros_like(" in line or "= add(" in line for line in lines), text


@pytest.mark.parametrize("f", PROGRAMS)
@pytest.mark.parametrize("seed", range(2))
def test_derivatives_on_all_paths(f, seed) -> None:
    x = np.random.default_rng(seed).uniform(-0.5, 1.2, 4)
    check_grads(f, (x, 0.9 - 0.2 * seed), order=2)
    value, _ = jvp(f, (x, 0.7), (np.ones(4), 0.1))
    assert value == f(x, 0.7)
