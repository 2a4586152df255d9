"""Lists filled in a loop, of which one element is written: their tangents and adjoints may begin as one array."""

from __future__ import annotations

import numpy as np

from .programs import Programs

SHARED_ELEMENTS = Programs()
program = SHARED_ELEMENTS.add
X = np.array([0.3, -0.8, 1.1])


class Part:
    def __init__(self, u):
        self.u = u


@program(X, 0.7, order=2)
def element_of_a_shifted_list_written(x, a):
    shifted = [x + k for k in range(len(x))]
    shifted[0][0] = a
    return sum(np.sum(v**2) for v in shifted)


@program(X, 0.7, order=2)
def attribute_in_a_shifted_list_written(x, a):
    parts = [Part(x + k) for k in range(len(x))]
    for part in parts:
        part.u[1] = a
    return sum(np.sum(part.u**2) for part in parts)


@program(X, 0.7, order=2)
def entry_in_a_shifted_list_written(x, a):
    entries = [{"u": x + k} for k in range(len(x))]
    entries[0]["u"][0] = a
    return sum(np.sum(entry["u"] ** 2) for entry in entries)


@program(X, 0.7, order=2)
def row_of_a_list_of_lists_written(x, a):
    rows = [[x + k, x * k] for k in range(len(x))]
    rows[0][0][0] = a
    return sum(np.sum(row[0] ** 2 + row[1]) for row in rows)


@program(X, 0.7, order=2)
def row_of_a_nested_list_written(x, a):
    rows = [[x + k * j for j in range(2)] for k in range(len(x))]
    rows[0][1][0] = a
    return sum(np.sum(v**2) for row in rows for v in row)


@program(X, 0.7, order=2)
def filled_by_one_number_and_written(x, a):
    filled = [np.zeros(3) + a for _ in range(len(x))]
    filled[0][0] = a * a
    return sum(np.sum(v**2) * x[0] for v in filled)


@program([X, X + 1.0], X**2, order=2)
def element_read_before_a_reversed_walk(parts, c):
    first = parts[1]
    return np.sum(first) + sum(c @ part for part in reversed(parts))


@program([{"w": X}, {"w": X + 1.0}], X**2, order=2)
def entry_read_before_the_list_is_reversed(parts, c):
    first = parts[1]["w"]
    parts.reverse()
    return np.sum(first) + sum(c @ part["w"] for part in parts)


@program([Part(X), Part(X + 1.0)], X**2)
def object_read_before_the_list_is_reversed(parts, c):
    first = parts[1]
    parts.reverse()
    return np.sum(first.u) + sum(c @ part.u for part in parts)


@program(X, X**2, order=2)
def product_read_before_the_list_is_reversed(x, c):
    products = [x * k for k in range(1, 4)]
    first = products[0]
    products.reverse()
    total = first[0]
    for product in products:
        total += c @ product
    return total
