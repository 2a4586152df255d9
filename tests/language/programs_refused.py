"""Programs that are refused because of what types and values are found to be, each for a reason of its own."""

# ruff: noqa: F821, PLW0603, RUF005, SIM108 - the forms under test

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from .programs import Programs

REFUSALS = Programs()
program = REFUSALS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])
SCALE = 2.0
SHARED = X.copy()


class Settings:
    factor = 2.0


class Pair:
    def __init__(self, first: Any, second: Any) -> None:
        self.first = first
        self.second = second


class Made:
    def __new__(cls, v):
        made = super().__new__(cls)
        made.v = v
        return made


ONE = Pair(1.0, 2.0)
CYCLE = Pair(1.0, None)
CYCLE.second = Pair(2.0, CYCLE)


@program(Pair(SHARED, SHARED))
def shared_fields_written(p):
    p.first[0] = 3.0
    return np.sum(p.first * p.second)


@program(CYCLE)
def object_in_itself(p):
    return p.first * p.second.first


@program([ONE, ONE])
def object_twice_in_a_list(ps):
    ps[0].first = 3.0
    return ps[0].first * ps[1].first


@program(0.7)
def read_before_it_is_assigned(x):
    total = total + x
    return total


@program(0.7)
def number_or_function(x):
    if x > 0:
        f = np.sin
    else:
        f = 2.0
    return f(x)


@program(X)
def function_found_at_run_time(x):
    f, scale = [(np.sin, 1.0), (np.cos, 2.0)][int(x[1])]
    return f(x[0]) * scale


@program(M)
def axis_of_run_time(m):
    return np.sum(np.sum(m, axis=int(np.argmax(m[:, 0]))) ** 2)


@program(X)
def written_through_split(x):
    y = x * 1.0
    a, b = np.split(y, 2)
    a[0] = x[3] * b[0]
    return np.sum(y * y)


@program(X)
def written_through_asarray(x):
    y = x * 1.0
    a = np.asarray(y)
    a[0] = x[3]
    return np.sum(y * y)


@program(M)
def rows_in_a_list_written(m):
    a = m * 1.0
    rows = list(a)
    rows[0][0] = m[1, 1]
    return np.sum(a * a)


@program(M)
def diagonal_written(m):
    a = m @ m.T
    np.diagonal(a)[:] = m[0, 0]
    return np.sum(a)


@program(0.7)
def object_of_a_class_with_new(x):
    return Made(x).v * x


@program(0.7)
def function_without_a_rule(x):
    return struct.unpack("d", struct.pack("d", x))[0] * x


@program(0.7)
def global_assigned(x):
    global SCALE
    SCALE = x
    return x * SCALE


@program(0.7)
def attribute_of_a_class_assigned(x):
    Settings.factor = x
    return x * Settings.factor


def counted():
    count = 0

    def variable_around_assigned(x):
        nonlocal count
        count += 1
        return x * x

    return variable_around_assigned


program(0.7)(counted())


@program(X)
def tuple_of_many_kinds_that_grows(x):
    t = (2.0, "name")
    for v in x:
        t = t + (v * v,)
    return t[0] * t[-1]


@program(X)
def generator_given_to_array(x):
    return np.sum(np.array(v * v for v in x))


@program(X)
def number_that_becomes_an_array_and_is_written(x):
    s = 0.0
    while np.sum(s) < 3.0:
        s = s + x * x
        s[0] = x[1]
    return np.sum(s * x)


@program(0.7)
def executed_text(x):
    exec("y = 2")
    return x * x


@program(X, 0.7)
def view_of_a_view_in_each_run(x, a):
    u, v = x * a, np.cos(x)
    w = u if a > 0 else v
    for i in range(len(x)):
        v, w = w[::-1], v
        w[0] += u[i]
    return np.sum(u * v) + np.sum(w)
