"""Combinations by `itertools` of what has a length of run time."""

from __future__ import annotations

import itertools

import numpy as np

from .programs import Programs

COMBINATIONS = Programs()
program = COMBINATIONS.add
X = np.array([0.3, -0.8, 1.1, 0.6])


@program(X, 0.7, order=2)
@program(X[:1], 0.7, order=2)
def forces_between_pairs(x, a):
    forces = np.zeros_like(x)
    for i, j in itertools.combinations(range(len(x)), 2):
        force = np.sin(x[j] - x[i]) * a
        forces[i] += force
        forces[j] -= force
    return np.sum(forces**2)


@program(X, 0.7, order=2)
def combinations_of_elements(x, a):
    s = sum(u * v * w for u, v, w in itertools.combinations(x, 3)) * a
    for i, j in itertools.combinations_with_replacement(range(len(x)), 2):
        s += x[i] * x[j]
    return s


@program(X, 0.7, order=2)
def products_of_elements(x, a):
    s = 0.0
    for u, v in itertools.product(x, [a, 2.0]):
        s += u * v * v
    for i, u in itertools.product(range(len(x)), x):
        s += u * x[i] * a
    for i, j, k in itertools.product(range(len(x)), repeat=3):
        if i < j:
            s += x[i] * x[j] * x[k]
    return s


@program(X, 0.7, order=2)
def combined_before_they_are_written(x, a):
    y = x * a
    for u, v in itertools.combinations(y, 2):
        y[0] = u * v
    return np.sum(y)


@program(X, 0.7, order=2)
def pairs_of_rows(x, a):
    m = np.outer(x, x)
    return sum(r @ q for r, q in itertools.combinations(m, 2)) * a


@program(X)
def chained_arrays(x):
    s = 0.0
    for v in itertools.chain(x, [2.0]):
        s = s * 0.5 + v
    return s


@program(X, 0.7, order=2)
@program(X[:0], 0.7)
def running_products_and_sums(x, a):
    products = list(itertools.accumulate(x, lambda product, v: product * a + v))
    sums = list(itertools.accumulate(x, initial=a))
    return sum(p * s for p, s in zip(products, sums, strict=False)) + sums[-1]


@program(X, 0.7, order=2)
def running_products_of_poses(x, a):
    poses = list(itertools.accumulate([x * a, x + 1.0, np.sin(x)], np.multiply))
    poses[0][1] = a
    return np.sum(poses[1]) + poses[-1] @ poses[0]


@program(X, 0.7, order=2)
def product_of_polynomial_sums(x, a):
    longer = [x[1], x[2], a * a]
    added = [u + v for u, v in itertools.zip_longest([x[0], a], longer, fillvalue=0.0)]
    rows = list(itertools.zip_longest(longer, [a], fillvalue=x[3]))
    return added[0] * added[2] + sum(u * v for u, v in rows)


@program(X, 0.7)
def running_sum_written_meanwhile(x, a):
    rows = [x * a, x + 1.0]
    for total in itertools.accumulate(rows):
        total[0] = 3.0
    return rows[0] @ rows[1]
