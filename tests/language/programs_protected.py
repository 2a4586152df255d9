"""Blocks that something happens around: `with`, `finally`."""

# ruff: noqa: B007, B012, F841 - the forms under test

from __future__ import annotations

import contextlib
import io
import math
import threading
import warnings

import numpy as np

from .programs import Programs

PROTECTED = Programs()
program = PROTECTED.add
LOCK = threading.Lock()
LOG = io.StringIO()


@contextlib.contextmanager
def scope(name):
    yield name


class Doubled:
    def __init__(self, s):
        self.s = s

    def __enter__(self):
        self.t = 2.0 * self.s
        return self

    def __exit__(self, *args):
        self.t = 3.0


class Curious:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is ValueError


@program(np.array([0.5, -0.3, 2.0]), order=2)
def errstate_around(x):
    with np.errstate(invalid="ignore"):
        y = np.log(x)
        z = np.where(x > 0, y, x * x)
    return np.sum(z * x)


@program(0.7, order=2)
def with_return(x):
    with np.errstate(all="ignore"):
        return x * math.sin(x)


@program(0.7, order=2)
def with_break(x):
    y = x
    for i in range(6):
        with np.errstate(all="ignore"):
            if y > 3.0:
                break
            y = y * 1.7
            if i == 1:
                continue
            y = y + x
    return y * y


@program(0.7, order=2)
def with_early(x):
    for i in range(6):
        with np.errstate(all="ignore"):
            x = x * 1.3
            if x > 1.5:
                return x * x
    return x


@program(0.7, order=2)
def finally_with_effect(x):
    try:
        y = x * x
    finally:
        LOG.write("done")
    return y


@program(0.7, order=2)
def with_contextmanager(x):
    with scope("a") as s:
        y = x * x
    return y * x


@program(0.7, order=2)
def with_object_made_here(x):
    with Doubled(x) as t:
        y = x * t.t
    return y * t.t * t.s


@program(np.array([0.5, -0.3, 2.0]), order=2)
def continue_in_try(x):
    total = 0.0
    for v in x:
        try:
            if v < 0:
                continue
            total += math.sqrt(v)
        finally:
            total = total * 1.1
    return total


@program(0.7, order=2)
def with_lock(x):
    with LOCK:
        y = x * x
    return y


@program(0.7, order=2)
def with_two(x):
    with np.errstate(all="ignore"), LOCK:
        y = x * x
    return y * y


@program(0.7, order=2)
def with_stringio(x):
    with io.StringIO() as f:
        f.write("hello")
        n = len(f.getvalue())
    return x * x * n


@program(0.7, order=2)
def finally_needs_the_body(x):
    try:
        y = x * x
    finally:
        LOG.write(str(y))
    return y


@program(0.7, order=2)
def return_in_finally(x):
    try:
        y = x * x
    finally:
        return x


@program(0.7, order=2)
def with_warnings_caught(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = np.log(np.float64(x))
    return y


@program(0.7, order=2)
def suppressed_exception(x):
    y = x
    with contextlib.suppress(ValueError):
        y = math.log(-x)
    return y


@program(0.7, order=2)
def exit_looks_at_the_exception(x):
    with Curious():
        y = x
    return y


class Counted:
    def __init__(self) -> None:
        self.total = 1.0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.total *= 2.0


@program(np.array([0.5, -0.3, 2.0]), order=2)
def with_one_object_in_a_loop(x):
    counted = Counted()
    for v in x:
        with counted as same:
            same.total += v * v
    return counted.total


@program(np.array([0.5, -0.3, 2.0]), order=2)
def with_new_objects_in_a_loop(x):
    y = x * 1.0
    for i in range(len(x)):
        with Counted() as counted:
            y[i] *= counted.total + y[0]
        y[0] += counted.total
    return np.sum(y)
