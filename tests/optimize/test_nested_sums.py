"""Additions to parts of lists of lists and dicts: in constant time per read, where the part is."""

from dataclasses import dataclass

import numpy as np
import pytest

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


class Body:
    def __init__(self, pos: np.ndarray) -> None:
        self.pos = pos
        self.acc = np.zeros(2)
        self.mass = 1.0 + pos[0]


@dataclass(frozen=True)
class Fixed:
    pos: np.ndarray
    acc: np.ndarray
    mass: float = 1.0


class Table:
    def __init__(self, n: int) -> None:
        self.rows = [[1.0] * n for _ in range(n)]
        self.count = n


def attract(bodies):
    for i in range(len(bodies)):
        for j in range(i + 1, len(bodies)):
            d = bodies[j].pos - bodies[i].pos
            bodies[i].acc[:] += d * bodies[j].mass
            bodies[j].acc[:] -= d * bodies[i].mass
    return sum(b.acc[0] ** 2 * b.acc[1] for b in bodies)


def of_bodies(x):
    return attract([Body(np.array([v, v * v])) for v in x])


def of_fixed(x):
    return attract([Fixed(np.array([v, v * v]), np.zeros(2)) for v in x])


def of_masses(x):
    bodies = [Body(np.array([v, v * v])) for v in x]
    for i in range(len(x)):
        bodies[i].mass += bodies[i - 1].mass * bodies[i].pos[0]
        bodies[i - 1].mass = bodies[i].mass * 2.0 + bodies[i].pos[1]
    return sum(b.mass for b in bodies)


def of_bodies_in_dicts(x):
    bodies = [{"v": np.array([v, v * v]), "m": v, "q": [v, 1.0]} for v in x]
    for i in range(len(x)):
        for j in range(len(x)):
            if i != j:
                bodies[i]["v"] += bodies[j]["m"] * bodies[j]["v"]
                bodies[j]["m"] -= 0.1 * bodies[i]["v"][0]
                bodies[j]["q"][1] += bodies[i]["m"]
    return sum(b["v"][0] * b["m"] + b["q"][1] for b in bodies)


def of_tables(x):
    tables = [Table(3), Table(3)]
    for k in range(2):
        for i in range(1, 3):
            for j in range(1, 3):
                tables[k].rows[i][j] = tables[k - 1].rows[i - 1][j] * x[i] + tables[k].rows[i][j - 1] * x[0]
    return tables[1].rows[2][2] * tables[0].rows[1][2]


def in_loops(function):
    """The lines of the reverse sweep of a gradient that stand in loops."""
    text = grad(function).source(np.ones(3))
    reverse = text[text.index("# reverse sweep") :]
    return "\n".join(line for line in reverse.splitlines() if line.startswith(" " * 8))


@pytest.mark.parametrize(
    ("function", "writes"),
    [
        (of_bodies, ["t_bar[i].pos -= d_bar", "t_bar[j].pos += d_bar", "t_bar[j].mass += "]),
        (of_fixed, ["t_bar[j] = build_object(Fixed"]),
        (of_masses, ["bodies_bar[i - 1].mass = 0.0", "bodies_bar[i].pos[1] += ", "bodies_bar[i - 1].mass += "]),
        (of_bodies_in_dicts, ["bodies_bar[i]['m'] += ", "bodies_bar[j]['v'] += ", "bodies_bar[i]['v'][0] -= "]),
        (of_tables, [".rows[i][j] = 0.0", ".rows[i - 1][j] += ", ".rows[i][j - 1] += "]),
    ],
)
def test_parts_of_objects_in_a_list_are_written_where_they_are(function, writes) -> None:
    loops = in_loops(function)
    assert all(write in loops for write in writes), loops
    assert " copy(" not in loops
    check_grads(function, (np.array([0.5, -0.3, 0.8]),), order=2)
