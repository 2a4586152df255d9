"""Conversions between kinds of numbers, objects of which nothing is known, logging, builtins."""

from __future__ import annotations

import logging

import numpy as np

from .programs import Programs

CONVERSIONS = Programs()
program = CONVERSIONS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])
LOG = logging.getLogger(__name__)


@program(X, order=2)
def numbers_of_an_array(x):
    return float(x[0]) * x[1].item() + x.tolist()[2] * np.sum(x).item() + x.item(3) + x[:1].item()


@program(M, order=2)
def nested_lists_of_an_array(x):
    rows = x.tolist()
    total = 0.0
    for row in rows:
        for v in row:
            total = total * x[0, 1] + v
    return total + rows[1][2] * len(rows)


@program(2.73, order=2)
def whole_parts(x):
    q, r = divmod(x, 1.0)
    return q * r * x + x // 1.0 + x % 1.0 + int(x) * x + round(x) * x + pow(x, 2) * pow(2, 3, 5)


@program(X, order=2)
def interpolated(x):
    t = 1.3 + 0.1 * x[0]
    i = int(t)
    return x[i] * (1 - (t - i)) + x[i + 1] * (t - i)


@program(X, order=2)
def extremes_by_a_key(x):
    a = max([x[0], x[1] * 2], key=lambda v: v * v)
    b = min(list(x), key=lambda v: abs(v - 0.7))
    return a * b * max(x[0], x[3], key=lambda v: -v)


@program(X, order=2)
def random_numbers(x):
    rng = np.random.default_rng(0)
    noise = rng.normal(size=4)
    return np.sum(x * noise) ** 2 + x[0] * rng.normal()


@program(X, order=2)
def logged(x):
    y = np.sum(x * x)
    LOG.info("y is %s", y)
    logging.debug("%s", x)
    return y * x[0]


@program(X)
def active_value_given_to_an_unknown_method(x):
    rng = np.random.default_rng(0)
    return rng.normal(x[0]) * x[1]
