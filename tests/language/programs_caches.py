"""Functions with a cache that are given objects and functions, which have their places there by identity."""

# ruff: noqa: UP033 - the forms under test

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from .programs import Programs

CACHES = Programs()
program = CACHES.add
X = np.array([0.3, -0.8, 1.1])
TABLE = np.array([1.0, 2.0, 3.0])


class Holder:
    def __init__(self, value, rest=None):
        self.value = value
        self.rest = rest


@cache
def value_of(held):
    return held.value


@lru_cache(maxsize=None)
def power_of(held, n):
    return 1.0 if n == 0 else power_of(held, n - 1) * held.value


@cache
def scaled_table(k):
    return TABLE * k


@program(X, 0.7, order=2)
@program(X, -0.6)
def objects_given_to_caches(x, a):
    one, other = Holder(a), Holder(x[0])
    found = value_of(one) * value_of(other) + power_of(one, 3) * power_of(one, 2)
    several = [one, other]
    found *= value_of(several[1])
    one.value = x[1]
    return found + one.value


@program(X, 0.7, order=2)
@program(X, -0.6)
def chain_of_objects_given_to_a_cache(x, a):
    @cache
    def total(held):
        return 0.0 if held is None else held.value + total(held.rest) * 2.0

    chain = Holder(a, Holder(x[0], Holder(x[1] * a)))
    return total(chain) * total(chain.rest)


@program(X, 0.7, order=2)
@program(X, -0.6)
def functions_given_to_a_cache(x, a):
    @cache
    def summed(f, n):
        return sum(f(x[i]) for i in range(n))

    k = a * a
    return summed(lambda t: t * k, 2) + summed(np.sin, 3) * np.sum(scaled_table(2) * x)


@program(X, 0.7)
def cached_and_the_object_it_is_given_changes(x, a):
    held = Holder(a)
    found = value_of(held)
    held.value = x[1]
    return found + value_of(held)


@program(X, 0.7)
def cached_and_the_object_of_a_recursion_changes(x, a):
    held = Holder(a)
    found = power_of(held, 2)
    held.value = x[1]
    return found + power_of(held, 2)


@program(X, 0.7)
def cached_and_the_object_in_a_tuple_changes(x, a):
    @cache
    def first(pair):
        return pair[0].value * pair[1]

    held = Holder(a)
    found = first((held, 2.0))
    held.value = x[1]
    return found + first((held, 2.0))


@program(X, 0.7)
def cached_and_the_object_changes_in_a_loop(x, a):
    held = Holder(a)
    found = 0.0
    for k in range(3):
        found += value_of(held)
        held.value = x[k]
    return found


@program(X, -0.6)
def cached_and_the_object_changes_by_its_place_in_a_list(x, a):
    held = Holder(a)
    found = value_of(held)
    several = [held, Holder(x[0])]
    several[int(a > 0)].value = x[1]
    return found + value_of(several[0])


@program(X, 0.7)
def cached_and_the_function_it_is_given_reads_what_changes(x, a):
    @cache
    def called(f):
        return f()

    def get():
        return s

    s = a
    found = called(get)
    s = x[0]
    return found + called(get)


@program(X, 0.7)
def cached_and_an_array_of_the_module_changes(x, a):
    found = np.sum(scaled_table(1)) * a
    TABLE[0] = x[0]
    return found + np.sum(scaled_table(1))
