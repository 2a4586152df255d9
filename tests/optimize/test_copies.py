"""Copies: carried values that never change, joins of one value, settled tests."""

import functools

import numpy as np

from s2sad.ir.ops import Const, Function, If, Loop, Region, Source, Value
from s2sad.ir.types import BOOL, FLOAT, INT, List, Range
from s2sad.optimize.copies import propagate_copies
from s2sad.optimize.cse import eliminate_common_subexpressions
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.optimize.simplify_branches import simplify_branches
from s2sad.rules.standard import RULES

from .lowered import VECTOR, applied, body, built, lowered, run

merged = functools.partial(eliminate_common_subexpressions, rules=RULES)


def test_a_carried_value_that_never_changes_is_its_initial_value():
    def f(x, n):
        y = x
        z = 0.0
        for _ in range(n):
            z = z + y
            y = x
        return z * y

    assert body(applied(lowered(f, FLOAT, INT), propagate_copies)) == (
        "t.0 = range n\n"
        "z.2 = for _.0 in t.0 carry z.0 = 0.0:\n"
        "  z.1 = add z.0, x\n"
        "  yield z.1\n"
        "t.1 = mul z.2, x\n"
        "return t.1"
    )


def test_the_exit_must_leave_it_as_it_is_too():
    def f(x, n):
        y = x
        z = 0.0
        for _ in range(n):
            if z > 3.0:
                y = 2.0
                break
            z = z + y
        return z * y

    function = lowered(f, FLOAT, INT)
    after = applied(function, propagate_copies)
    assert "y" in body(after).split("for ")[0]
    assert run(after, 1.0, 9) == run(function, 1.0, 9) == 8.0


def test_carried_values_that_are_always_equal_become_one():
    def f(x, n):
        a = 0.0
        b = 0.0
        for _ in range(n):
            a = np.sin(a) + x
            b = np.sin(b) + x
        return a * b

    found = body(applied(lowered(f, FLOAT, INT), propagate_copies, merged, eliminate_dead_code))
    assert found.count("np.sin") == 1
    assert "a.2 = for" in found


def test_carried_values_that_change_places_stay_two():
    def f(x, n):
        a = x
        b = 2.0
        for _ in range(n):
            a, b = b, a
        return a - b

    after = applied(lowered(f, FLOAT, INT), propagate_copies)
    assert run(after, 1.0, 3) == 1.0


def test_equal_lists_are_collected_once():
    x, r, s, i = Value("x", FLOAT), Value("r", Range()), Value("s", FLOAT), Value("i", INT)
    lists = Value("a", List(FLOAT)), Value("b", List(FLOAT))
    op = Loop((Value("s", FLOAT), *lists), (Source(i, r),), (s,), (x,), None, Region((), (i, s, s)))
    after = applied(Function("f", (x, r), Region((op,), lists)), propagate_copies)
    assert after.body.yields[0] is after.body.yields[1]


def test_a_join_of_one_value_is_that_value():
    def f(x):
        if x > 0.0:
            y = x
            z = 1.0
        else:
            y = x
            z = 1.0
        return y * z

    after = applied(lowered(f, FLOAT), propagate_copies, eliminate_dead_code)
    assert body(after) == "t.0 = mul x, 1.0\nreturn t.0"


def test_a_settled_test_is_replaced_by_its_branch():
    t, sine = Value("t", FLOAT), built(lambda b, x: b.call(np.sin, x), FLOAT)
    op = If((t,), Const(True), sine.body, Region((), (Const(0.0),)))
    function = Function("f", sine.params, Region((op,), (t,)))
    assert body(applied(function, propagate_copies)) == "t.0 = np.sin x\nreturn t.0"


def test_a_test_of_nothing_goes():
    c = Value("c", BOOL)
    function = Function("f", (c,), Region((If((), c, Region((), ()), Region((), ())),), (c,)))
    assert body(applied(function, propagate_copies)) == "return c"


def test_the_same_test_inside_a_branch_is_settled():
    def f(x):
        c = x > 0.0
        if c:
            y = np.sin(x) if c else np.cos(x)
        else:
            y = x
            if not c:
                y = np.tan(x)
        return y

    assert body(applied(lowered(f, FLOAT), simplify_branches, eliminate_dead_code)) == (
        "c.0 = gt x, 0.0\n"
        "y.2 = if c.0:\n"
        "  y.0 = np.sin x\n"
        "  yield y.0\n"
        "else:\n"
        "  y.1 = np.tan x\n"
        "  yield y.1\n"
        "return y.2"
    )


def test_arrays_keep_their_versions():
    def f(x, n):
        y = x * 1.0
        for i in range(n):
            y[i] = y[i] * 2.0
        return np.sum(y)

    function = lowered(f, VECTOR, INT)
    assert body(applied(function, propagate_copies)) == body(function)
