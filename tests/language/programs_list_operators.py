"""Operators on lists and tuples: repeated by integers of NumPy, added to an array in place."""

from __future__ import annotations

import collections
import operator

import numpy as np

from .programs import Programs

LIST_OPERATORS = Programs()
program = LIST_OPERATORS.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
def filled_list_as_long_as_a_shape(x, a):
    n = np.prod(x.shape)
    squares = [0.0] * n
    for i in range(n):
        squares[i] = a * x[i] ** 2
    return sum(squares) * len(squares)


@program(X, 0.7, order=2)
@program(X, -0.6)
def repeated_by_numbers_of_numpy(x, a):
    k = np.argmax(x * a) + 1
    few = [a, x[0]] * np.int64(2)
    few *= np.int64(2)
    few[0] = x[1]
    return sum(few) * sum(k * [a * x[2], x[0]]) * sum((a, x[1]) * k) * len(k * (2, 3))


@program(X, 0.7, order=2)
@program(X, -0.6)
def tuple_repeated_by_a_count_of_run_time(x, a):
    n = len([v for v in x if v > a])
    return sum((a, x[1], x[2]) * (n + 1)) ** 2


@program(0.7, order=2)
def list_times_a_float_of_numpy_is_caught(a):
    try:
        return sum([a, 1.0] * np.float64(2))
    except TypeError:
        return a**3


@program(X, 0.7, order=2)
def array_added_to_a_list_in_place(x, a):
    few = [a, x[0] * a, a]
    old = few
    few += x
    old.append(x[1])
    return np.sum(few**2) * sum(old) * len(old) * len(few)


@program(X, 0.7, order=2)
def number_of_numpy_added_to_a_list_in_place(x, a):
    few = [v * a for v in x]
    few += x[0]
    return np.sum(few * x)


@program(X, 0.7, order=2)
def array_added_to_a_deque_and_by_iadd(x, a):
    queue = collections.deque([a, x[0], x[1] * a])
    queue += x
    few = [a, a, x[2]]
    return np.sum(queue * operator.iadd(few, x)) * sum(few)


class Holder:
    """Holds a list."""

    def __init__(self, few):
        self.few = few


@program(X, 0.7, order=2)
def array_added_to_held_lists_in_place(x, a):
    few = [a, x[0], a]
    holder, table, rows = Holder(few), {"few": [a, a, x[2]]}, [[a, a, x[0]], 2]
    holder.few += x
    table["few"] += x * a
    rows[0] *= np.array(2)
    few.append(a)
    return np.sum(holder.few**2 * table["few"] * rows[0]) * sum(few)


@program(X, 0.7)
def list_extended_by_a_list_or_an_array(x, a):
    few = [a, x[0], a]
    few += x if a > 0 else [a]
    return np.sum(np.array(few))


@program(X)
def array_added_to_a_list_of_places(x):
    items = [x, x]
    for _ in range(len(x)):
        items.append(x)
    items[-1][0] = x[1] * x[2]
    items += x
    return np.sum(items)


@program(X, 0.7, order=2)
@program(X, -0.6)
def every_other_deleted(x, a):
    few = [v * v * a for v in x]
    if a > 0:
        few.append(x[0] * a)
    del few[::-2]
    few.append(a)
    del few[-1:0:-2]
    return sum(v * v for v in few) + len(few)


@program(X, 0.7, order=2)
def deleted_by_steps_in_a_loop(x, a):
    rows = [x * a, x * x]
    for v in x:
        rows.append(rows[0] * v)
        rows.append(x * v)
        del rows[1::3]
    rows[0][0] = a
    return sum(np.sum(row * row) for row in rows)
