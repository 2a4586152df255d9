"""Constructs that are rewritten before they are lowered, several of them in one function."""

from __future__ import annotations

import math
from contextlib import suppress

import numpy as np

from .programs import Programs

REWRITTEN = Programs()
program = REWRITTEN.add
X = np.array([0.7, -0.4, 1.3])
Y = np.array([0.3, 1.1, -0.6])


@program(X, 0.8, order=2)
@program(X, -0.7)
def try_and_a_consumed_generator(x, a):
    try:
        r = math.sqrt(a)
    except ValueError:
        r = a
    return r * sum(v * v for v in x)


@program(X, 0.8, order=2)
@program(X, -0.7)
def try_and_quantifiers(x, a):
    try:
        r = math.sqrt(a)
    except ValueError:
        r = a * a
    return r * x[0] if any(v < -0.3 for v in x) and not all(v > 0 for v in x) else r


@program(X, 0.8, order=2)
@program(X, -0.7)
def try_and_a_dict_comprehension(x, a):
    try:
        r = math.sqrt(a)
    except ValueError:
        r = a
    return sum({k: v * v for k, v in enumerate(x)}.values()) * r


class Pair:
    __match_args__ = ("first", "second")

    def __init__(self, first, second):
        self.first = first
        self.second = second


@program(X, 0.8, order=2)
@program(X, -0.7)
def try_and_a_positional_pattern(x, a):
    pair = Pair(x[0], a)
    try:
        r = math.sqrt(a)
    except ValueError:
        r = a
    match pair:
        case Pair(first, second):
            return first * second * r
    return r


@program(X, 0.8, order=2)
def walrus_on_a_shared_variable(x, a):
    s = a

    def doubled():
        nonlocal s
        return (s := s * 2.0)

    return doubled() * x[0] * s


@program(X, 0.8, order=2)
@program(Y, 0.8)
def walrus_on_a_shared_variable_in_a_condition(x, a):
    n = 0
    s = a

    def step(v):
        nonlocal n
        if (n := n + 1) > 2:
            return v * s
        return v

    if (s := x[0]) > 0.5:
        return sum([step(v) for v in x]) * s
    return sum([step(v) for v in x])


def _doubled_first(t, k):
    u = t
    u[0] = u[0] * 2.0
    if k == 0:
        return u[0] * u[1]
    return _doubled_first(u, k - 1)


@program(X, 0.8, order=2)
def parameter_called_like_a_temporary(x, a):
    return _doubled_first(x * a, 2)


def _product(t, k):
    match t:
        case [p, q] if k > 0:
            return _product([p * 2.0, q], k - 1)
        case [p, q]:
            return p * q


@program(X, 0.8, order=2)
def matched_parameter_called_like_a_temporary(x, a):
    return _product([x[0], a], 2)


@program(X, 0.8)
def shared_variable_deleted(x, a):
    n = x[0]

    def grown():
        nonlocal n
        n = n + 1.0
        return n

    del n
    n = a
    return grown() * n


@program(X, 0.8, order=2)
@program(Y, -0.7)
def dict_of_pairs(x, a):
    i = a
    named = dict((str(i), v) for i, v in enumerate(x))
    squares = dict([(k, v * v) for k, v in enumerate(x) if v > 0])
    return named["0"] * sum(squares.values()) * i


@program(X, 0.8, order=2)
def decorators_made_from_the_top(x, a):
    n = 1.0

    def scaled(k):
        nonlocal n
        n = n * k + x[1]
        return lambda f: lambda v: f(v) * k + n

    @scaled(2.0)
    @scaled(3.0)
    def h(v):
        return v * a

    return h(x[0]) * n


@program(X, 0.8, order=2)
def decorator_made_before_the_defaults(x, a):
    log = []

    def noted(k):
        log.append(k)
        return lambda f: f

    @noted(x[0])
    def h(v, b=log.append(a)):  # noqa: B008 - the form under test
        return v * a

    return h(x[2]) * (log[0] * 10.0 + log[1])


@program(X, 0.8, order=2)
def decorator_of_the_name_of_the_function(x, a):
    def h(f):
        return lambda v: f(v) * a

    @h
    def h(v):
        return v * v

    return h(x[0])


@program(X, 0.8, order=2)
@program(X, -0.7)
def shared_variable_called_failed(x, a):
    failed = x[1]

    def double():
        nonlocal failed
        failed = failed * 2.0

    double()
    y = 1.0
    try:
        y = x[0]
        z = math.sqrt(a)
        y = z * y
    except ValueError:
        y = y * a
    return failed * y


@program(X, 0.8, order=2)
def function_of_the_last_run(x, a):
    for i in range(3):
        s = x[i] * a

        def f(v):
            return v * s + i  # noqa: B023 - the last ones are meant

    s = s * x[0]
    return f(a)


@program(X, 0.8)
def function_of_some_run(x, a):
    for i in range(3):
        if x[i] > 1.0:

            def f(v):
                return v * i  # noqa: B023 - the last one is meant

            break
    return f(a) * x[0]


@program(X, 0.8, order=2)
def one_decorator_on_two_functions(x, a):
    def counted(f):
        n = 0

        def wrapped(v):
            nonlocal n
            n += 1
            return f(v) * n

        return wrapped

    @counted
    def g(v):
        return v * a

    @counted
    def h(v):
        return g(v) + g(v * 2.0)

    return h(x[0]) + g(x[1])


@program(X, 0.8, order=2)
@program(Y, -0.7)
def first_that_fits(x, a):
    n = 0

    def counted(v):
        nonlocal n
        n += 1
        return v * v * n

    def other():
        nonlocal n
        n += 10
        return a

    r = next(v * a for v in x if v < 0.0)
    s = next((counted(v) for v in x if v > 1.2), other())
    return r * s * n


@program(X, 0.8, order=2)
def first_that_is_not_there(x, a):
    try:
        r = next(v for v in x if v > 5.0)
    except StopIteration:
        r = a
    found = next((v for v in x if v > 7.0), None)
    return r * x[0] if found is None else found


@program(X, 0.8, order=2)
@program(X, -0.7)
def suppressed_on_the_way(x, a):
    r = x[0]
    s = x[1]
    with suppress(ValueError, IndexError):
        s = 2.0 * a
        r = math.sqrt(a)
        s = x[4]
    return r * x[0] + s * a
