"""Common subexpressions: merged where the first dominates, never across memory that is written to."""

import functools
import operator

import numpy as np
import pytest

from s2sad.ir.ops import Const
from s2sad.ir.types import FLOAT, INT
from s2sad.optimize.cse import constant_key, eliminate_common_subexpressions
from s2sad.rules.standard import RULES

from .lowered import VECTOR, applied, body, built, lowered

merged = functools.partial(eliminate_common_subexpressions, rules=RULES)


def text(function, *types):
    return body(applied(lowered(function, *types), merged))


def test_equal_calls_are_computed_once():
    def f(x):
        return np.sin(x) * np.sin(x)

    assert text(f, FLOAT) == "t.0 = np.sin x\nt.1 = mul t.0, t.0\nreturn t.1"


def test_a_branch_sees_its_surroundings_and_not_its_sibling():
    def f(x):
        a = np.sin(x)
        b = np.sin(x) + np.cos(x) if x > 0 else np.cos(x)
        return a + b + np.cos(x)

    found = text(f, FLOAT)
    assert found.count("np.sin") == 1
    assert found.count("np.cos") == 3


def test_a_loop_body_ends_what_it_computes():
    def f(x, n):
        a = np.sin(x)
        for _ in range(n):
            a = a * np.sin(x) + np.cos(x) + np.cos(x)
        return a + np.cos(x)

    found = text(f, FLOAT, INT)
    assert found.count("np.sin") == 1
    assert found.count("np.cos") == 2


def test_new_arrays_stay_two():
    def f(n):
        a = np.zeros(n)
        b = np.zeros(n)
        a[0] = 1.0
        return np.sum(a) + np.sum(b)

    assert text(f, INT).count("np.zeros") == 2


def test_results_that_are_written_to_stay_two():
    def f(x):
        a = x * 2.0
        b = x * 2.0
        a[0] = 1.0
        return np.sum(a) + np.sum(b)

    assert text(f, VECTOR).count("mul") == 2


def test_reads_of_two_versions_stay_two():
    def f(x, i):
        y = x * 2.0
        a = y[i]
        y[0] = 1.0
        return a + y[i] + y[i]

    assert text(f, VECTOR, INT).count("getitem") == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [(1, 1.0), (1, True), (0.0, -0.0), ((0.0,), (-0.0,)), (np.float32(1), np.float64(1)), (slice(1), slice(1.0))],
)
def test_constants_that_compare_equal_and_differ(a, b):
    assert constant_key(a) != constant_key(b)


def test_constants_that_are_equal():
    assert constant_key(slice(1, (2, None))) == constant_key(slice(1, (2, None)))
    assert constant_key(float("nan")) != constant_key(float("nan"))
    assert constant_key(np.float32(0.5)) == constant_key(np.float32(0.5))


def test_zeros_of_two_signs_are_not_merged():
    def make(b, x):
        return b.call(operator.add, b.call(np.copysign, x, Const(0.0)), b.call(np.copysign, x, Const(-0.0)))

    assert body(applied(built(make, FLOAT), merged)).count("copysign") == 2
