"""Real numbers in one list, dict or argument with complex ones: their adjoints are real."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from .programs import Programs

REAL_AMONG_COMPLEX = Programs()
program = REAL_AMONG_COMPLEX.add
X = np.array([0.3, -0.8, 1.1, 0.6])


@program(X, 0.7, order=2)
def complex_number_appended(x, a):
    zs = [v * a for v in x]
    zs.append(1j)
    return abs(zs[0] + 1j) ** 2


@program(X, 0.7, order=2)
def lists_of_two_kinds_added(x, a):
    zs = [v * a for v in x[:3]] + [1j * a]
    return abs(zs[0] + zs[-1] ** 2) ** 2


@program(X, 0.7, order=2)
def list_that_becomes_complex(x, a):
    zs = [v * a for v in x]
    total = 0.0
    for _ in range(2):
        total += abs(zs[2] + 1j) ** 2
        zs = [z * 2j for z in zs]
    return total


@program(X, 0.7, order=2)
@program(X, -0.6, order=2)
def list_that_one_path_makes_complex(x, a):
    zs = [v * a for v in x]
    if a > 0:
        zs = [z * (1 + 2j) for z in zs]
    return abs(zs[2] + 1j) ** 2


@program(X, 0.7, order=2)
def elements_that_become_complex(x, a):
    zs = [0.0] * 4
    for i in range(3):
        zs[i] = x[i] * a
    for i in range(3):
        zs[i + 1] = zs[i + 1] + 1j * zs[i]
    return abs(zs[3] * zs[1] + 1j) ** 2


@program(X, 0.7, order=2)
def rows_that_become_complex(x, a):
    rows = [[v * a, v] for v in x]
    total = 0.0
    for _ in range(2):
        total += abs(rows[2][0] + 1j * rows[1][1]) ** 2
        rows = [[z * 2j for z in row] for row in rows]
    return total


@program(X, 0.7, order=2)
def pairs_of_which_one_becomes_complex(x, a):
    pairs = [(v * a, v) for v in x]
    for _ in range(2):
        pairs = [(z * (1 + 1j), w) for z, w in pairs]
    return abs(pairs[0][0] + 2j * pairs[1][1]) ** 2


@program(X, 0.7, order=2)
def dicts_of_which_one_entry_becomes_complex(x, a):
    dicts = [{"z": v * a, "w": v} for v in x]
    for _ in range(2):
        dicts = [{"z": d["z"] * (1 + 1j), "w": d["w"]} for d in dicts]
    return abs(dicts[0]["z"] + 2j * dicts[1]["w"]) ** 2


@program(X, 0.7, order=2)
def table_with_a_complex_entry(x, a):
    table: dict[Any, Any] = {}
    for k, v in enumerate(x):
        table[k] = v * a
    table["z"] = 1j * a
    return abs(table[0] + 1j) ** 2 + abs(table["z"] + table[1])


@program(X, 0.7, order=2)
def arrays_of_two_kinds(x, a):
    arrays = [x[:2] * v for v in x]
    arrays = [z * (a + 2j) for z in arrays] + arrays
    return sum(np.sum(abs(z + 1j) ** 2) for z in arrays) + abs(arrays[-1][0] + 2j) ** 2


@program(X, 0.7, order=2)
def tuple_that_becomes_complex(x, a):
    zs: tuple[Any, ...] = ()
    for v in x:
        zs = (*zs, v * a)
    zs = (*zs, 1j)
    return abs(zs[0] + 1j) ** 2


@program(X, 0.7, order=2)
def window_that_becomes_complex(x, a):
    window: deque[Any] = deque(maxlen=3)
    for v in x:
        window.append(v * a)
    window.append(1j)
    return abs(window[0] + 1j) ** 2


@program(X, 0.7, order=2)
def fourier_transform_of_a_list(x, a):
    def transformed(v):
        n = len(v)
        if n == 1:
            return v
        even, odd = transformed(v[::2]), transformed(v[1::2])
        out = [0] * n
        for k in range(n // 2):
            w = np.exp(-2j * np.pi * k / n) * odd[k]
            out[k], out[k + n // 2] = even[k] + w, even[k] - w
        return out

    return sum(abs(z) ** 2 * k for k, z in enumerate(transformed([v * a for v in x])))


@program(X, 0.7, order=2)
def real_number_given_to_a_recursion_of_complex_ones(x, a):
    def powers(z, n):
        return z if n == 0 else powers(z * (1 + 0.5j) + a, n - 1)

    return abs(powers(x[0], 3) + 1j) ** 2


@program(X, 0.7, order=2)
def complex_number_stored(x, a):
    zs = [v * a for v in x]
    zs[0] = 1j * a
    return abs(zs[1] + 1j + zs[0]) ** 2


@program(X, 0.7, order=2)
def complex_number_stored_in_a_row(x, a):
    rows = [[0.0] * 3 for _ in range(3)]
    for i in range(3):
        for j in range(3):
            rows[i][j] = x[i] * a
    rows[1][1] = 1j * a
    return abs(rows[0][0] + 1j + rows[1][1] * rows[1][0]) ** 2
