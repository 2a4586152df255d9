"""Powers of negative numbers, whose exponents stand beside what is differentiated; tangents of constant tuples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .programs import Programs

POWERS = Programs()
program = POWERS.add
X = np.array([-0.5, 0.8, -0.3])


class Term:
    def __init__(self, factor: Any, exponent: Any) -> None:
        self.factor = factor
        self.exponent = exponent

    def at(self, t: Any) -> Any:
        return self.factor * t**self.exponent


@program(X, 0.7, order=2)
def exponents_in_pairs(x, a):
    terms = [(a, 2.0), (1.0, 1.0), (a * a, 3.0)]
    s = 0.0
    for i in range(len(x)):
        c, e = terms[i % 3]
        s += c * x[i] ** e
    return s


@program(X, 0.7, order=2)
def exponents_in_a_list_that_grows(x, a):
    terms = []
    for i, v in enumerate(x):
        terms.append((v * a, float(i)))
    s = 0.0
    for c, e in terms:
        s += c * x[2] ** e
    return s


@program(X, 0.7, order=2)
def exponents_in_objects(x, a):
    terms = [Term(v, float(i)) for i, v in enumerate(x)]
    return sum(term.at(x[0]) for term in terms) * a


@program(X, 0.7, order=2)
def exponents_in_a_column(x, a):
    m = np.zeros((len(x), 2))
    for i in range(len(x)):
        m[i, 0], m[i, 1] = x[i] * a, i
    return np.sum(m[:, 0] ** m[:, 1])


@program(X, 0.7, order=2)
def exponent_for_a_power_of_math(x, a):
    terms = [(a, 2.0), (1.0, 3.0)]
    c, e = terms[int(a > 0)]
    return c * math.pow(x[0], e)


@program(X, 0.7, order=2)
def pair_of_constants_beside_one_that_is_none(x, a):
    terms = [(a, 2.0), (3.0, 5.0)]
    c, e = terms[int(a > 0)]
    return c * e * np.sum(x)
