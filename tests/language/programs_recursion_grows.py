"""Recursive functions that give themselves longer lists and tuples."""

# ruff: noqa: RUF005 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

RECURSION_GROWS = Programs()
program = RECURSION_GROWS.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_passed_longer(x, a):
    def walk(i, w):
        if i == 0:
            return w[-1]
        return walk(i - 1, w + [w[-1] * x[i]])

    return walk(2, [a]) * a


@program(X, 0.7, order=2)
@program(X, -0.6)
def tuples_passed_longer(x, a):
    def subsets(i, chosen):
        if i < 0:
            return sum(chosen) ** 2
        return subsets(i - 1, chosen) + subsets(i - 1, (*chosen, x[i] * a))

    return subsets(2, ())


@program(X, 0.7, order=2)
@program(X, -0.6)
def longer_list_passed_by_two_functions(x, a):
    def down(i, w):
        if i <= 0:
            return sum(w)
        return across(i - 1, w + [a * x[i]]) * x[0]

    def across(i, w):
        return down(i - 1, w)

    return across(3, [a])


@program(X, 0.7, order=2)
@program(X, -0.6)
def lists_in_a_list_passed_longer(x, a):
    def walk(i, rows):
        if i <= 0:
            return sum(rows[-1])
        return walk(i - 1, rows + [rows[-1] + [x[i] * a]])

    return walk(2, [[a]])


@program(X, 0.7, order=2)
@program(X, -0.6)
def array_passed_longer(x, a):
    def walk(i, w):
        if i <= 0:
            return w
        return walk(i - 1, np.append(w, x[i] * a))

    return np.sum(walk(2, np.zeros(0)) ** 2)


@program(X, 0.7, order=2)
@program(X, -0.6)
def permutations_collected_in_longer_lists(x, a):
    found = []

    def permute(rest, chosen):
        if not rest:
            found.append(sum([k * v for k, v in enumerate(chosen)]))
            return
        for j in range(len(rest)):
            permute(rest[:j] + rest[j + 1 :], chosen + [rest[j]])

    permute([x[0], x[1] * a, a], [])
    return found[0] * found[1] + found[-1]


@program(X, 0.7, order=2)
@program(X, -0.6)
def longer_list_returned_and_written(x, a):
    def walk(i, w):
        if i <= 0:
            return w
        return walk(i - 1, w + [x[i] * a])

    w = walk(2, [a])
    w[0] = x[0]
    w.append(1.0)
    return sum(w) * len(w)


@program(X, 0.7, order=2)
@program(X, -0.6)
def longer_until_its_length(x, a):
    walk = lambda w: w[0] * w[1] * w[2] if len(w) == 12 else walk((*w, a * w[-1]))  # noqa: E731 - the form under test

    return walk((a, x[0]))


@program(X, 0.7)
@program(X, -0.6)
def pairs_in_pairs_passed(x, a):
    def walk(i, pair):
        if i <= 0:
            return pair[1]
        return walk(i - 1, (pair, x[i]))

    return walk(2, (None, a))


@program(X, 0.7)
@program(X, -0.6)
def continuation_passed(x, a):
    walk = lambda i, then: then(a) if i <= 0 else walk(i - 1, lambda t: then(t) * x[0])  # noqa: E731

    return walk(2, lambda t: t)
