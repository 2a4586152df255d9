"""The least and the greatest: of tuples and objects, by a key, and arrays that are chosen so; masks of comparisons."""

from __future__ import annotations

import functools
import operator
from typing import Any

import numpy as np

from .programs import Programs

EXTREMES = Programs()
program = EXTREMES.add
X = np.array([0.3, -0.8, 1.1])


class Weighted:
    """Ordered by what it weighs."""

    def __init__(self, weight: Any, value: Any) -> None:
        self.weight = weight
        self.value = value

    def __lt__(self, other: Weighted) -> Any:
        return self.weight < other.weight

    def __gt__(self, other: Weighted) -> Any:
        return self.weight > other.weight


@program(X, 0.6, order=2)
@program(X, 2.0)
def nearest_of_pairs(x, a):
    distance, k = min(((v - a) ** 2, k) for k, v in enumerate(x))
    return distance * x[k] + a * distance


@program(X, 0.6, order=2)
def nearest_of_listed_pairs(x, a):
    pairs = []
    i = 0
    while i < len(x):
        pairs.append(((x[i] - a) ** 2, i))
        i += 1
    distance, i = min(pairs)
    return distance * x[i]


@program(X, 0.7, order=2)
@program(X, -0.7)
def greatest_of_two_tuples(x, a):
    value, i = max(((x[0] - a) ** 2, 0), (x[1] ** 2, 1))
    return value * x[i] * a


@program(X, 0.7, order=2)
def tuples_with_equal_beginnings(x, a):
    first = max([(1, x[0]), (1, x[1])])
    second = min([(1, x[2], a), (0, x[1], 2 * a)])
    return first[1] * second[2]


@program(X, 0.7, order=2)
def greatest_of_ordered_objects(x, a):
    weighted = [Weighted(v, v * a) for v in x]
    return max(weighted).value + min(weighted).value ** 2


@program(X, 0.7, order=2)
def chosen_object_changed(x, a):
    weighted = [Weighted(v * 1.01, v * a) for v in x]
    chosen = max(weighted, key=lambda w: w.weight**2)
    chosen.value = chosen.value * 3.0
    return sum(w.value**2 for w in weighted)


@program(X, 0.7, order=2)
@program(-X, 0.7)
def chosen_array_of_a_list_changed(x, a):
    rows = [x * a, x[::-1] * 2.0, np.sin(x)]
    chosen = max(rows, key=lambda r: r[0])
    chosen[1] = a
    return np.sum(rows[0]) + np.sum(rows[1] ** 2) + np.sum(rows[2]) * np.sum(chosen)


@program(X, 0.7, order=2)
def mask_of_a_comparison_written(x, a):
    mask = x > 0
    mask[0] = False
    y = x * a
    y[mask] = 3.0 * x[mask] ** 2
    return np.sum(y**2)


@program(X, 0.7, order=2)
def mask_of_a_comparison_written_in_a_loop(x, a):
    mask = np.abs(x) > 0.2
    kept = mask
    root = np.where(mask, np.sqrt(np.abs(x)), 0.0)
    for i in range(len(x)):
        if x[i] < 0:
            mask[i] = False
    return np.sum(np.where(kept, x**2, a * x)) + np.sum(root)


@program(X, 0.7, order=2)
def extreme_of_nothing_caught(x, a):
    try:
        return min([]) * a
    except ValueError:
        return np.sum(x * x) * a


@program(X, 0.7, order=2)
def greatest_of_nothing_never_reached(x, a):
    factors, total = [], a
    for periods in [1, 2]:
        for _ in range(periods - 1):
            total += max(factors)
        factors.append(x[0] * total)
    return total


@program(X, 0.7, order=2)
def greatest_key_of_an_empty_dict(x, a):
    factors, total = {}, a
    for maturity in [0.5, 1.0, 2.0]:
        for k in range(1, int(2 * maturity)):
            total += factors[k / 2] if k / 2 in factors else factors[max(t for t in factors if t < k / 2)]
        factors[maturity] = x[0] * total
    return total


@program(X, 0.7, order=2)
def product_of_nothing_never_reached(x, a):
    factors = []
    return a * functools.reduce(operator.mul, factors) if x[0] > 5.0 else x[0] * a


@program(X, 0.7, order=2)
@program(X, -0.6, order=2)
def spectral_radius(x, a):
    w = np.array([[1.0 + a, 2.0], [-0.5, 3.0]])
    return x[0] / max(abs(np.linalg.eigvals(w)))


@program(X, 0.7, order=2)
@program(X, -0.6)
def least_real_part(x, a):
    w = np.array([[1.0 + a, 2.0], [-0.5, 3.0]])
    known = np.array([[1.0, 2.0], [0.5, 3.0]])
    return x[0] * min(np.linalg.eigvals(w).real) + a * max(np.linalg.eigvals(known))
