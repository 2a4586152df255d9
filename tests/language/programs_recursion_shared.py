"""Recursive functions whose result, or whose arguments, are memory that has other names around them."""

from __future__ import annotations

import functools

import numpy as np

from .programs import Programs

RECURSION_SHARED = Programs()
program = RECURSION_SHARED.add
X = np.array([0.3, -0.8, 1.1])
TABLE = np.array([1.0, 2.0])


class Holder:
    def __init__(self, value):
        self.value = value


@program(X, 0.7)
def array_around_returned_and_written(x, a):
    y = x * a

    def last(i):
        return y if i == 0 else last(i - 1)

    t = last(2)
    t[0] = a
    return np.sum(y)


@program(X, 0.7)
def array_around_written_after_its_view_is_returned(x, a):
    y = x * a

    def last(i):
        return y[1:] if i == 0 else last(i - 1)

    t = last(2)
    y[1] = a
    return np.sum(t) + y[0]


@program(X, 0.7)
def array_around_returned_in_a_list_that_is_indexed(x, a):
    y = x * a

    def both(i):
        if i > 0:
            return both(i - 1)
        found = [y, 2 * y]
        return found if np.sum(found[int(x[0] > 0)]) > 9 else found[:1]

    rows = both(1)
    y[0] = a
    return np.sum(rows[0])


@program(X, 0.7)
def list_around_returned_and_extended(x, a):
    found = [a]

    def last(i):
        return found if i == 0 else last(i - 1)

    last(2).append(x[0])
    return sum(found)


@program(X, 0.7)
def object_around_returned_and_changed(x, a):
    held = Holder(a)

    def last(i):
        return held if i == 0 else last(i - 1)

    last(2).value = x[0]
    return held.value


@program(X, 0.7)
def array_of_the_module_returned_and_written(x, a):
    def last(i):
        return TABLE if i == 0 else last(i - 1)

    t = last(2)
    t[0] = x[0]
    return np.sum(TABLE) * a


@program(X, 0.7)
def array_of_the_module_by_two_names_written(x, a):
    t = np.asarray(TABLE)
    t[0] = x[0]
    return np.sum(TABLE) * a


@program(X, 0.7)
def result_of_a_cache_passed_on_and_written(x, a):
    @functools.cache
    def scaled(i):
        return x * a * i

    def last(i):
        return scaled(1) if i == 0 else last(i - 1)

    t = last(2)
    t[0] = a
    return np.sum(scaled(1))


@program(X, 0.7, order=2)
@program(X, -0.6)
def copies_of_what_is_around_returned_and_written(x, a):
    y = x * a

    def last(i):
        if i == 0:
            return y.copy()
        t = last(i - 1)
        t[0] += a * y[1]
        return t

    t = last(2)
    t[1] = a
    y[2] = 2.0
    return np.sum(t * t) * np.sum(y)


@program(X, 0.7, order=2)
@program(X, -0.6)
def array_around_returned_and_read(x, a):
    y = x * a

    def last(i):
        return y[1:] if i == 0 else last(i - 1)

    t = last(2)
    found = np.sum(t * y[0])
    y[1] = a
    return found * np.sum(y)


@program(X, 0.7)
def list_given_with_a_row_of_it_and_the_row_written(x, a):
    def fill(i, table, row):
        if i == 0:
            return np.sum(row)
        table[0][1] = a
        return fill(i - 1, table, row)

    rows = [x * a]
    return fill(1, rows, rows[0])


@program(X, 0.7)
def row_given_of_a_list_around_that_is_written(x, a):
    rows = [x * a]

    def fill(i, row):
        if i == 0:
            return np.sum(row)
        rows[0][1] = a
        return fill(i - 1, row)

    return fill(1, rows[0])


@program(X, 0.7)
def object_given_with_an_attribute_that_is_written(x, a):
    def fill(i, held, part):
        if i == 0:
            return np.sum(part)
        held.value[1] = a
        return fill(i - 1, held, part)

    held = Holder(x * a)
    return fill(1, held, held.value)


@program(X, 0.7)
def list_in_a_list_given_with_it_and_extended(x, a):
    def grow(i, lists, first):
        if i == 0:
            return sum(first)
        lists[0].append(a)
        return grow(i - 1, lists, first)

    lists = [[a, x[0]], [x[1]]]
    return grow(1, lists, lists[0])


@program(X, 0.7)
def row_given_and_written_of_a_list_given_and_around(x, a):
    rows = [x * a, x + a]

    def fill(i, table, row):
        if i == 0:
            return np.sum(table[0]) + rows[0][0]
        row[1] = a
        return fill(i - 1, table, row)

    return fill(1, rows, rows[0])


@program(X, 0.7, order=2)
@program(X, -0.6)
def object_given_with_an_attribute_and_a_number_of_it_changed(x, a):
    def add(i, held, part):
        if i < 0:
            return part
        if part[i] > 0:
            held.total += part[i] * a
        return add(i - 1, held, part)

    held = Holder(x * a)
    held.total = 0.0
    found = add(2, held, held.value)
    return held.total * np.sum(found * x)


@program(X, 0.7, order=2)
@program(X, -0.6)
def list_given_with_a_row_of_it_and_extended(x, a):
    def grow(i, table, row):
        if i == 0:
            return np.sum(table[-1] * row)
        table.append(row * table[-1])
        return grow(i - 1, table, row)

    rows = [x * a, x + a]
    return grow(2, rows, rows[0]) * rows[2][1]


@program(X, 0.7, order=2)
@program(X, -0.6)
def sum_in_a_dict_around_of_an_entry_that_is_given(x, a):
    found = {"total": 0.0, "weights": x * a}

    def add(i, weights):
        if i < 0:
            return found["total"]
        found["total"] += weights[i] * x[i]
        return add(i - 1, weights)

    return add(2, found["weights"])


@program(X, 0.7)
def attribute_given_back_beside_a_number_that_changes(x, a):
    def add(i, held, part):
        if i < 0:
            return part
        held.total += part[i] * a
        return add(i - 1, held, part)

    held = Holder(x * a)
    held.total = 0.0
    found = add(2, held, held.value)
    found[0] = 2.0
    return np.sum(held.value) + held.total
