"""Recursive functions and what they read of the functions around them."""

from __future__ import annotations

import numpy as np

from .programs import Programs

RECURSION_READS = Programs()
program = RECURSION_READS.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, 0, order=2)
@program(X, 0.7, 2, order=2)
def sum_made_at_the_end_of_a_recursion(x, a, n):
    def go(n):
        if n == 0:
            return np.sum(x * 2.0 * a)
        go(n - 1)
        return x[1] * x[1]

    return go(n)


@program(X, 0.7, 1, order=2)
@program(X, 0.7, 3, order=2)
def pairs_of_a_recursion(x, a, n):
    def go(n, v):
        if n == 0:
            return v, np.sum(x * 2.0 * a)
        _, q = go(n - 1, x[0])
        return q * a, x[1]

    return sum(go(n, x[0]))


@program(X, 0.7, order=2)
def recursion_in_a_recursion(x, a):
    def outer(n, v):
        if n == 0:
            return v
        z = v * a

        def inner(k):
            return z if k == 0 else x[0] * inner(k - 1)

        return outer(n - 1, inner(1)) + inner(2)

    return outer(2, x[1])


@program(X, 0.7, order=2)
def recursion_in_a_recursion_over_parts(x, a):
    z = x[2]

    def halves(v):
        if len(v) == 1:
            return v[0] * a
        m = len(v) // 2
        z = v[m] * a

        def power(k):
            return z if k == 0 else x[0] * power(k - 1)

        return halves(v[:m]) * power(2) + halves(v[m:])

    return halves(x) * z
