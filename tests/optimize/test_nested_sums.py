"""Additions to parts of lists of lists and dicts: in constant time per read, where the part is."""

import numpy as np

from s2sad import grad
from s2sad.testing import check_grads


def of_rows(table):
    total = 0.0
    for i in range(len(table)):
        for j in range(len(table)):
            total += table[i][j] * table[i][0]
    return total


def of_dicts(bodies):
    total = 0.0
    for i in range(len(bodies)):
        total += bodies[i]["m"] * bodies[i - 1]["x"][1]
    return total


def of_tuples(pairs):
    total = 0.0
    for i in range(len(pairs)):
        total += pairs[i][0] ** 2
    return total


def test_numbers_in_lists_in_a_list() -> None:
    text = grad(of_rows).source([[0.5, 0.2], [0.1, 0.3]])
    assert "table_bar[i][j] += " in text
    assert "table_bar[i][0] += " in text
    assert "import zeros_like\n" in text


def test_lists_in_dicts_in_a_list() -> None:
    text = grad(of_dicts).source([{"m": 0.5, "x": [0.2, 0.3]}] * 2)
    assert "bodies_bar[i]['m'] += " in text
    assert "bodies_bar[i - 1]['x'][1] += " in text


def test_a_tuple_is_added_as_a_whole() -> None:
    assert "pairs_bar[i] = add(pairs_bar[i], (" in grad(of_tuples).source([(0.5, 0.2), (0.1, 0.3)])


def of_written_rows(x):
    table = [[0.0] * len(x) for _ in x]
    for i in range(1, len(x)):
        for j in range(1, len(x)):
            table[i][j] = table[i - 1][j] * x[i] + table[i][j - 1] * x[j] + x[i]
    return table[-1][-1]


def of_written_cubes(x):
    table = [[[v * u for v in x] for u in x] for _ in x]
    for i in range(1, len(x)):
        for j in range(len(x)):
            table[i][j][0] = table[i - 1][j][0] * table[i][j][1] * x[j]
    return table[-1][-1][0]


def test_rows_that_a_loop_writes_to_are_not_copied() -> None:
    text = grad(of_written_rows).source(np.ones(4))
    assert "table_bar[i][j - 1] += " in text
    assert "table_bar[i - 1][j] += " in text
    assert "copy(" not in text
    check_grads(of_written_rows, (np.array([0.5, -0.3, 0.8]),), order=2)


def test_rows_of_rows_that_a_loop_writes_to_are_not_copied() -> None:
    text = grad(of_written_cubes).source(np.ones(4))
    assert "table_bar[i - 1][j][0] += " in text
    assert "copy(" not in text
    check_grads(of_written_cubes, (np.array([0.5, -0.3, 0.8]),), order=2)
