"""Sums: what is added to an accumulator is added up first."""

import operator

import numpy as np

from s2sad.ir.ops import Function, If, Loop, Region, Source, Value
from s2sad.ir.types import BOOL, FLOAT, INT, Array, Range
from s2sad.optimize.accumulate import regroup_sums

from .lowered import VECTOR, applied, body, built


def accumulated(make, kind=FLOAT, derivative=True):
    """A loop that carries `x`; `make(builder, x, y, z)` gives its next value."""
    step = built(make, kind, kind, kind, derivative=derivative)
    start, r = Value("s", kind), Value("r", Range())
    x, *rest = step.params
    op = Loop((Value("x", kind),), (Source(Value("i", INT), r),), (x,), (start,), None, step.body)
    return Function("f", (start, r, *rest), Region((op,), op.results))


def sum_of_three(b, x, y, z):
    return b.call(operator.add, b.call(operator.add, x, y), z)


def test_contributions_are_added_up_first():
    text = body(applied(accumulated(sum_of_three), regroup_sums))
    assert "t.0 = add y, z\n  t.1 = add x.0, t.0" in text


def test_a_difference_is_a_contribution_too():
    def make(b, x, y, z):
        return b.call(operator.add, b.call(operator.sub, x, y), z)

    assert "t.0 = sub z, y\n  t.1 = add x.0, t.0" in body(applied(accumulated(make), regroup_sums))

    def negative(b, x, y, z):
        return b.call(operator.sub, b.call(operator.sub, x, y), z)

    assert "t.0 = add y, z\n  t.1 = sub x.0, t.0" in body(applied(accumulated(negative), regroup_sums))


def test_the_users_own_sums_stay():
    text = body(applied(accumulated(sum_of_three, derivative=False), regroup_sums))
    assert "add x.0, y" in text


def test_only_arrays_of_one_known_shape():
    assert "add y, z" in body(applied(accumulated(sum_of_three, VECTOR), regroup_sums))
    assert "add y, z" not in body(applied(accumulated(sum_of_three, Array("float64", (None,))), regroup_sums))


def test_a_sum_that_is_read_elsewhere_stays():
    def make(b, x, y, z):
        first = b.call(operator.add, x, y)
        return b.call(operator.add, first, b.call(np.sin, first))

    assert "add x.0, y" in body(applied(accumulated(make), regroup_sums))


def test_contributions_in_a_branch():
    step = built(sum_of_three, FLOAT, FLOAT, FLOAT)
    x, y, z = step.params
    condition, result = Value("c", BOOL), Value("t", FLOAT)
    op = If((result,), condition, step.body, Region((), (x,)))
    text = body(applied(Function("f", (condition, x, y, z), Region((op,), (result,))), regroup_sums))
    assert "t.0 = add y, z\n  t.1 = add x, t.0" in text
