"""Branches on one test, values that one branch gives, and what is known where a loop is left."""

import numpy as np

from s2sad.ir.ops import Function, If, Region, Value, undefined
from s2sad.ir.types import BOOL, FLOAT, INT
from s2sad.optimize.cse import eliminate_common_subexpressions
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.optimize.simplify_branches import simplify_branches
from s2sad.rules.standard import RULES

from .lowered import VECTOR, applied, body, lowered


def text(function, *types):
    return body(applied(lowered(function, *types), simplify_branches, eliminate_dead_code))


def test_two_branches_on_one_test_are_one():
    def f(x):
        c = x > 0.0
        y = np.sin(x) if c else x
        z = y * y if c else np.cos(y)
        return y + z

    assert text(f, FLOAT).count("if c.0") == 1


def test_branches_with_something_between_stay_two():
    def f(x):
        c = x > 0.0
        y = np.sin(x) if c else x
        t = y * 2.0
        z = t * y if c else np.cos(t)
        return y + z

    assert text(f, FLOAT).count("if c.0") == 2


def test_the_only_value_that_a_branch_gives():
    x, c, t = Value("x", FLOAT), Value("c", BOOL), Value("t", FLOAT)
    choice = If((t,), c, Region((), (x,)), Region((), (undefined(),)))
    function = Function("f", (x, c), Region((choice,), (t,)))
    assert body(applied(function, simplify_branches, eliminate_dead_code)) == "return x"


def test_a_variable_that_is_asked_for_keeps_its_absence():
    def f(x, n):
        if n > 1:
            y = x
        return y * 2.0

    assert "yield undefined" in text(f, FLOAT, INT)


def test_a_loop_without_sources_was_left_by_its_exit():
    def f(x):
        while True:
            x = x * 0.5
            if x < 1.0:
                return x

    assert "if" not in text(f, FLOAT).replace("exit if", "")


def test_a_tape_is_walked_once():
    def f(xs, ys):
        total = 0.0
        for a, b in zip(xs, xs, strict=True):
            total += a * b * ys[0]
        return total

    function = applied(lowered(f, VECTOR, VECTOR), lambda g: eliminate_common_subexpressions(g, RULES))
    assert "for a.0, b.0 in xs, xs" in body(function)  # of arrays each is a row of its own
