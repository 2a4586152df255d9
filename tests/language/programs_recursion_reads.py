"""Recursive functions and what they read of the functions around them."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sad import grad

from .programs import Programs

RECURSION_READS = Programs()
program = RECURSION_READS.add
X = np.array([0.3, -0.8, 1.1])


class Holder:
    """Has a function."""

    def __init__(self, call: Any) -> None:
        self.call = call


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


@program(X, 0.7, order=2)
@program(X, -0.7, order=2)
def functions_in_a_list_read_what_changes(x, a):
    s = a
    functions = [[lambda v: v * s], {"more": [lambda v: v + s]}]

    def go(n):
        return x[0] if n == 0 else functions[0][0](functions[1]["more"][0](go(n - 1)))

    t = go(2)
    for k in range(3):
        s = s * x[k]
        t = t + go(1) * go(2)
    if a > 0:
        s = x[1]
    return t + go(1)


@program(X, 0.7, order=2)
def function_in_an_object_reads_what_changes(x, a):
    s = a
    y = x * a
    holder = Holder(lambda v: v * s + y[0])

    def go(n):
        return x[0] if n == 0 else holder.call(go(n - 1))

    t = go(2)
    s = a * a
    t = t + go(2)
    y[0] = a
    return t + go(2)


@program(X, 0.7, order=2)
def derivative_of_a_function_reads_what_changes(x, a):
    s = a
    slope = grad(lambda v: v * v * s)

    def go(n, v):
        return v if n == 0 else go(n - 1, slope(v))

    t = 0.0
    for k in range(3):
        t += go(1, x[k])
        s = s * a
    return t + go(2, a)


@program(X, 0.7, order=2)
def method_with_an_argument_that_changes(x, a):
    y = x * a
    product = operator.methodcaller("dot", y)

    def go(n, v):
        return v if n == 0 else go(n - 1, product(x) * v)

    t = go(2, a)
    y[0] = a * a
    return t + go(2, a)


@program(X, 0.7, order=2)
def view_read_again_by_a_recursion(x, a):
    y = x.copy()
    w = y[1:]

    def go(n, v):
        return v if n == 0 else a * go(n - 1, w[0] * w[1])

    y[0] = a
    t = go(2, a)
    for v in x:
        t = t + go(2, a) * go(1, v)
    return t + go(2, x[0])


@program(X, 0.7, order=2)
@program(X, -0.7, order=2)
def view_read_again_on_one_path_before_a_recursion(x, a):
    y = x * a
    w = y[1:]

    def go(n, v):
        return v if n == 0 else a * other(n - 1, v)

    def other(n, v):
        return v if n == 0 else go(n - 1, y[:2][0] * v) * w[1]

    y[0] = a
    t = np.sum(w) * go(1, a) if a > 0 else go(2, a)
    for _ in range(2):
        t = t * other(2, a) + np.sum(y[:2])
    return t * go(1, x[0]) * other(2, x[0])


@program(X, 0.7, order=2)
def arguments_of_recursions_by_the_names_that_they_have(x, a):
    y = x * a
    numbers = [a, x[0]]
    holder = Holder(a)

    def go(y, numbers, holder, n):
        if n == 0:
            return y[0] * numbers[0] * holder.call
        y[0] = y[1] * a
        numbers[0] = numbers[0] * x[1]
        holder.call = holder.call * a
        return go(y, numbers, holder, n - 1)

    return go(y, numbers, holder, 3) + y[0] * numbers[0] * holder.call


@program(X, 0.7, order=2)
def lists_passed_and_read_around(x, a):
    rows = [[a, x[0]], [x[1], a]]

    def go(row, n):
        return row[0] if n == 0 else go(rows[n % 2], n - 1) * row[1]

    t = go(rows[0], 3)
    rows[0][0] = t
    return go(rows[1], 3) * t


@program(X, 0.7, order=2)
def variables_of_comprehensions_and_lambdas_in_a_recursion(x, a):
    v = a
    k = 2.0

    def go(n):
        t = [k * v for v in x]
        scaled = [lambda k: k * v]
        return sum(t) * v if n == 0 else go(n - 1) * scaled[0](k)

    t = go(2)
    k = a * a
    v = t
    return t + go(2)


@program(X, 0.7, order=2)
def numbers_and_rows_read_by_an_index_of_a_recursion(x, a):
    numbers = [a, x[0], np.sum(x)]
    rows = [[a, x[1]], [x[2], a]]

    def go(n):
        return numbers[n] if n < 2 else go(n - 1) * rows[n % 2][0] + go(n - 2)

    return go(4) + go(3) * numbers[2]
