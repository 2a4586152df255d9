"""Invariants and reads of containers leave loops, if nothing can go wrong there."""

import functools

import numpy as np

from s2sad.ir.ops import Loop
from s2sad.ir.types import FLOAT, INT, FixedList, Record, Tuple
from s2sad.optimize.hoist import hoist_invariants
from s2sad.optimize.hoist_reads import hoist_container_reads
from s2sad.rules.standard import RULES

from .lowered import VECTOR, applied, body, lowered, run

hoisted = functools.partial(hoist_invariants, rules=RULES)


def inside(function):
    """The text of the first loop of a function."""
    text = body(function)
    start = text.index("for ")
    return text[start : text.index("\nreturn")]


def test_pure_operations_on_values_from_outside_leave_all_loops():
    def f(x, n):
        s = 0.0
        for _ in range(n):
            for _ in range(n):
                s = s + np.exp(x) * 2.0 + s * 3.0
        return s

    after = applied(lowered(f, FLOAT, INT), hoisted)
    assert "np.exp" not in inside(after)
    assert "mul t.0, 2.0" not in inside(after)
    assert "mul s" in inside(after)


def test_what_may_raise_and_what_is_in_a_branch_stays():
    def f(x, n):
        s = 0.0
        for _ in range(n):
            if s < 3.0:
                s = s + np.exp(x)
            s = s + 1.0 / x
        return s

    found = inside(applied(lowered(f, FLOAT, INT), hoisted))
    assert "np.exp" in found
    assert "truediv" in found


def test_new_arrays_and_tests_stay():
    def f(x, n):
        s = 0.0
        for i in range(n):
            y = np.zeros(n)
            y[i] = 1.0
            z = x * 2.0
            z[i] = s
            if x[0] > 1.0:
                s = s + np.sum(y) + np.sum(z)
        return s

    found = inside(applied(lowered(f, VECTOR, INT), hoisted))
    assert "np.zeros" in found
    assert "mul x" in found


def test_a_value_that_may_be_missing_is_not_read_earlier():
    def f(x, n):
        for _ in range(n):
            y = x * 2.0
        s = 0.0
        for _ in range(n):
            s = s + np.sin(y)
        return s

    function = lowered(f, FLOAT, INT)
    after = applied(function, hoisted)
    second = [op for op in after.body.ops if isinstance(op, Loop)][1]
    assert len(second.after.ops) == 2
    assert run(after, 1.0, 0) == 0.0


def test_reads_of_known_parts_leave_loops_and_branches():
    def f(params, x, n):
        for i in range(n):
            if i > 1:
                w, b = params["first"]
                x = x * w + b
        return x

    kind = Record((("first", Tuple((FLOAT, FLOAT))), ("second", FLOAT)))
    after = applied(lowered(f, kind, FLOAT, INT), hoist_container_reads)
    assert "getitem" not in inside(after)
    assert run(after, {"first": (2.0, 1.0), "second": 0.0}, 1.0, 4) == 7.0


def test_reads_of_arrays_and_of_carried_containers_stay():
    def f(xs, n):
        s = 0.0
        for _ in range(n):
            s = s + xs[0]
            xs = [s, s]
        return s + xs[1]

    assert "getitem" in inside(applied(lowered(f, FixedList((FLOAT, FLOAT)), INT), hoist_container_reads))

    def g(x, n):
        s = 0.0
        for _ in range(n):
            s = s + x[0]
        return s

    assert "getitem" in inside(applied(lowered(g, VECTOR, INT), hoist_container_reads))
