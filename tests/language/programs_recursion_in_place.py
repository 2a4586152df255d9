"""Recursive functions that change their arguments."""

from __future__ import annotations

import numpy as np

from .programs import Programs

RECURSION_IN_PLACE = Programs()
program = RECURSION_IN_PLACE.add
X = np.array([0.3, -0.2, 0.5, 0.7])


def _descend(x, d):
    if d < 1:
        return
    x[d - 1] += 0.5 * np.sin(x[d])
    _descend(x, d - 1)


@program(X, order=2)
def new_array_changed(x):
    y = x * 1.0
    _descend(y, len(x) - 1)
    return np.sum(y**2)


@program(X, order=2)
def argument_changed(x):
    _descend(x, len(x) - 1)
    return np.sum(x**3)


@program(X, order=2)
def view_changed(x):
    y = x * 1.0
    v = y[1:]
    _descend(v, 2)
    _descend(y, 2)
    return np.sum(y**2) + v[0]


def _merge_sort(a):
    n = len(a)
    if n <= 1:
        return
    left, right = a[: n // 2].copy(), a[n // 2 :].copy()
    _merge_sort(left)
    _merge_sort(right)
    i = j = 0
    for k in range(n):
        if j >= len(right) or (i < len(left) and left[i] < right[j]):
            a[k] = left[i]
            i += 1
        else:
            a[k] = right[j]
            j += 1


@program(X, order=2)
def merge_sort(x):
    y = np.sin(x)
    _merge_sort(y)
    return np.sum(y * np.arange(4) ** 2)


def _quicksort(a, low, high):
    if low >= high:
        return 0
    i = low
    for j in range(low, high):
        if a[j] < a[high]:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[high] = a[high], a[i]
    return 1 + _quicksort(a, low, i - 1) + _quicksort(a, i + 1, high)


@program(X, order=2)
def quicksort(x):
    y = np.sin(x)
    calls = _quicksort(y, 0, 3)
    return np.sum(y * np.arange(4) ** 2) * calls


def _fold(x, n):
    if n == 1:
        return x
    even, odd = _fold(x[::2], n // 2), _fold(x[1::2], n // 2)
    return np.concatenate([even + 0.5 * odd, even - 0.5 * odd])


@program(X, order=2)
def result_changed(x):
    y = _fold(x, 4) * 1.0
    y[0] = 2 * y[1]
    return np.sum(y**2)


@program(X, 0.7, order=2)
def variable_changed_between_calls(x, a):
    y = x * a
    s = a

    def scaled(u, n):
        if n >= 0:
            u[n] = u[n] * s
            scaled(u, n - 1)

    scaled(y, len(y) - 1)
    s = a * a
    scaled(y, len(y) - 1)
    return np.sum(y)


@program(X, 0.7, order=2)
def array_changed_between_calls(x, a):
    y, v = x * a, np.cos(x)

    def scaled(u, n):
        if n >= 0:
            u[n] = u[n] * v[2] + v[n]
            scaled(u, n - 1)

    scaled(y, len(y) - 1)
    v[2] = a * a
    scaled(y, len(y) - 1)
    return np.sum(y * v)


@program(X, 0.7, order=2)
def chosen_array_given(x, a):
    y, v = x * a, np.cos(x)
    for i in range(len(x)):
        if x[i] > 0:
            y, v = v, y
        _descend(y, len(y) - 1)
    return np.sum(y**2) + np.sum(v)


@program(X, 0.7)
def recursion_reads_what_it_changes(x, a):
    v = np.cos(x) * a

    def scaled(u, n):
        if n >= 0:
            u[n] = u[n] * v[2] + v[n]
            scaled(u, n - 1)

    scaled(v, len(x) - 1)
    return np.sum(v**2)


@program(X, 0.7)
def recursion_reads_a_list_it_changes(x, a):
    parts = {"k": np.cos(x) * a}

    def scaled(u, n):
        if n >= 0:
            u[n] = u[n] * parts["k"][2]
            scaled(u, n - 1)

    scaled(parts["k"], len(x) - 1)
    return np.sum(parts["k"] ** 2)


@program(X, 0.7)
def recursion_reads_an_entry_it_changes(x, a):
    factors = {"k": a, "l": x[0]}

    def go(entries, n):
        if n == 0:
            return entries["k"]
        entries["k"] = factors["k"] * factors["l"] + a
        return go(entries, n - 1)

    return go(factors, 2)


class Number:
    """A number that can be changed."""

    def __init__(self, value):
        self.value = value


@program(X, 0.7)
def recursion_reads_an_attribute_it_changes(x, a):
    first = Number(a)
    numbers = [first, Number(x[0])]

    def go(number, n):
        number.value = number.value * x[1]
        return look(number, n - 1)

    def look(number, n):
        return numbers[0].value if n <= 0 else go(number, n - 1) + numbers[1].value

    return go(first, 3)
