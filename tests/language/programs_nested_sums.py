"""Reads of parts of parts: numbers in lists in lists, dicts in lists, whose adjoints are added where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .programs import Programs

NESTED_SUMS = Programs()
program = NESTED_SUMS.add
X = np.array([0.7, -0.4, 1.3, 0.9])
ROWS = [[0.5, -0.3, 0.6], [0.2, 0.7, -0.4], [0.9, 0.1, 0.8]]
BODIES = [{"m": 1.0 + k, "x": [0.3 * k, -0.2, 0.5], "v": np.array([0.1, 0.4 * k])} for k in range(3)]


@program(ROWS, order=2)
def products_of_neighbours(table):
    total = 0.0
    for i in range(1, len(table)):
        for j in range(1, len(table[0])):
            total += table[i][j] * table[i - 1][j - 1] * table[i][-1]
    return total


@program(0.7, 4, order=2, argnums=0)
def table_filled_row_by_row(x, n):
    table = [[1.0] * n for _ in range(n)]
    for i in range(1, n):
        for j in range(1, n):
            table[i][j] = table[i - 1][j] * x + table[i][j - 1] * table[i - 1][j - 1]
    return table[-1][-1] + table[1][2]


@program(ROWS, order=2)
def rows_that_are_one(table):
    row = table[0]
    same = [row, table[1], row]
    total = 0.0
    for i in range(3):
        for j in range(2):
            total += same[i][j] * same[i - 1][j + 1] ** 2
    return total


@program(ROWS, order=2)
def rows_repeated(table):
    same = [table[1]] * 3
    total = 0.0
    for i in range(3):
        total += same[i][i] * same[0][1] * table[1][0]
    return total


@program(ROWS, order=2)
def rows_swapped_and_read(table):
    rows = [table[2], table[0], table[1]]
    total = 0.0
    for i in range(2):
        rows[i], rows[i + 1] = rows[i + 1], rows[i]
        total += rows[i][0] * rows[i + 1][i]
        rows[i] = [v * total for v in rows[i]]
    return total + rows[0][1]


@program(BODIES, order=2)
def parts_of_dicts_in_a_list(bodies):
    energy = 0.0
    for i in range(len(bodies)):
        for j in range(i):
            energy += bodies[i]["m"] * bodies[j]["m"] / (1.0 + (bodies[i]["x"][0] - bodies[j]["x"][0]) ** 2)
            energy += np.sum(bodies[i]["v"] * bodies[j]["v"]) * bodies[i]["x"][j] + bodies[j]["v"][1]
    return energy


@program(X, 3, order=2, argnums=0)
def dicts_that_change(x, n):
    bodies = [{"m": x[k], "x": [x[k], x[0] * k]} for k in range(3)]
    for k in range(n):
        bodies[k % 3]["x"][0] = bodies[k - 1]["x"][1] * bodies[k % 3]["m"]
        bodies[k - 1]["m"] += bodies[k % 3]["x"][0] ** 2
        if bodies[k % 3]["m"] > 0.0:
            bodies[0]["x"] = [v * x[1] for v in bodies[1]["x"]]
    return bodies[0]["x"][0] + bodies[1]["m"] * bodies[2]["x"][1]


@program([[[0.5, 0.2], [0.3, -0.4]], [[0.1, 0.9], [1.2, 0.7]]], order=2)
def three_deep(boxes):
    total = 0.0
    for i in range(2):
        for j in range(2):
            for k in range(2):
                total += boxes[i][j][k] ** 2 * boxes[k][i][j] + boxes[j][0][1]
    return total


@program([[(0.5, 0.2), (0.3, -0.4)], [(0.1, 0.9), (1.2, 0.7)]], order=2)
def tuples_in_lists_in_a_list(pairs):
    total = 0.0
    for i in range(2):
        for j in range(2):
            total += pairs[i][j][0] * pairs[j][i][1]
    return total


@program(ROWS, order=2)
def rows_of_several_lengths(table):
    rows = [table[0], table[1][:2], [table[2][0]]]
    total = 0.0
    for i in range(3):
        for j in range(len(rows[i])):
            total += rows[i][j] ** 2 * rows[0][j]
    return total


@program([[1, 0.5], [0.25, 2]], 0.7, argnums=1, order=2)
def whole_numbers_among_others(table, x):
    total = 0.0
    for i in range(2):
        for j in range(2):
            total += table[i][j] * x ** table[j][i]
    return total


@program(ROWS, order=2)
def row_taken_and_read_later(table):
    rows = [[v * 2.0 for v in row] for row in table]
    total = 0.0
    for i in range(3):
        row = rows[i]
        row[0] = rows[i - 1][1] * row[2]
        total += row[0] * rows[i][1]
        rows[i - 1] = row[:]
    return total + rows[2][0] * rows[0][1]


class Body:
    def __init__(self, pos):
        self.pos = pos
        self.acc = np.zeros(2)
        self.mass = 1.0


@dataclass(frozen=True)
class Fixed:
    pos: np.ndarray
    acc: np.ndarray
    mass: float = 1.0


class Cell:
    def __init__(self, body):
        self.body = body
        self.rows = [[0.0, 1.0], [2.0, 3.0]]
        self.state = {"v": 1.0, "w": np.ones(2)}


def attracted(bodies):
    for i in range(len(bodies)):
        for j in range(i + 1, len(bodies)):
            d = bodies[j].pos - bodies[i].pos
            bodies[i].acc[:] += d * bodies[j].mass
            bodies[j].acc[:] -= d * bodies[i].mass * bodies[i].acc[0]
    return sum(b.acc[0] ** 2 * b.acc[1] for b in bodies)


@program(X, order=2)
def pairs_of_objects(x):
    return attracted([Body(np.array([v, v * v])) for v in x])


@program(X, order=2)
def pairs_of_frozen_objects(x):
    return attracted([Fixed(np.array([v, v * v]), np.zeros(2)) for v in x])


@program(X, order=2)
def one_object_twice_in_a_list(x):
    b, c = Body(x[:2] * 1.0), Body(x[2:] * 1.0)
    bodies = [b, c, b]
    for i in range(3):
        for j in range(3):
            bodies[i].acc += bodies[j].pos * bodies[i].acc[0] + bodies[j].mass
            bodies[j].mass += bodies[i].acc[1] * x[0]
    return b.acc[0] + c.acc[1] * b.mass + c.mass


@program(X, order=2)
def numbers_of_objects_in_turn(x):
    bodies = [Body(np.array([v, v * v])) for v in x]
    for i in range(4):
        bodies[i].mass += bodies[i - 1].mass * bodies[i].pos[0]
        bodies[i - 1].mass = bodies[i].mass * 2.0 + bodies[i].pos[1]
    return sum(b.mass for b in bodies)


@program(X, order=2)
def arrays_of_objects_that_change_places(x):
    bodies = [Body(np.array([v, v * v])) for v in x]
    for i in range(3):
        bodies[i].pos, bodies[i].acc = bodies[i].acc + bodies[i + 1].pos, bodies[i].pos * x[0]
        bodies[i + 1].pos, bodies[i].pos = bodies[i].pos * 1.5, bodies[i + 1].pos * bodies[i].acc
    return sum(b.pos @ b.acc + b.pos[0] for b in bodies)


@program(X, order=2)
def objects_that_hold_all_kinds(x):
    cells = [Cell(Body(np.array([v, v * v]))) for v in x]
    for i in range(4):
        for j in range(2):
            cells[i].rows[j][0] += cells[i - 1].rows[0][j] * x[1]
            cells[i].state["v"] *= cells[i].rows[j][1] * 0.3
            cells[i].state["w"][j] = cells[i - 1].body.pos[j] * cells[i].state["v"]
            cells[i].body.pos[0] += cells[i].state["w"][0]
    return sum(c.rows[0][0] * c.rows[1][0] + c.state["v"] + c.state["w"][1] + c.body.pos[0] for c in cells)


@program(X, order=2)
def an_array_that_objects_share(x):
    shared = x[:2] * x[3]
    bodies = [Body(shared), Body(shared), Body(x[1:3] * 1.0)]
    for i in range(3):
        bodies[i].pos += bodies[i - 1].pos * x[0]
        bodies[i].acc = bodies[i - 1].pos * 1.0
    return sum(b.pos[0] * b.acc[1] for b in bodies)


@program(X, order=2)
def objects_changed_on_paths(x):
    bodies = [Body(np.array([v, v * v])) for v in x]
    for k in range(5):
        i, j = k % 4, (k + 1) % 4
        if bodies[i].pos[0] > bodies[j].pos[0]:
            bodies[i].acc += bodies[j].pos
            bodies[j].mass += bodies[i].acc[0]
        else:
            bodies[j].acc -= bodies[i].pos * bodies[j].mass
            bodies[i].mass = bodies[j].acc[1] ** 2
    return sum(b.acc[0] * b.mass for b in bodies)
