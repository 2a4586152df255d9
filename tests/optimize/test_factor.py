"""Sums of products: what terms have in common is multiplied once."""

import functools
import operator

import numpy as np

from s2sad.ir.ops import Const
from s2sad.ir.types import FLOAT
from s2sad.optimize.factor import factor_sums
from s2sad.rules.standard import RULES

from .lowered import MATRIX, NUMPY_FLOAT, VECTOR, applied, body, built

factored = functools.partial(factor_sums, rules=RULES)


def text_of(make, *types, derivative=True):
    return body(applied(built(make, *types, derivative=derivative), factored))


def times(b, *factors):
    return functools.reduce(functools.partial(b.call, operator.mul), factors)


def distributed(b, x, y, z):
    return b.call(operator.sub, times(b, x, y), times(b, z, x))


def test_a_common_factor_is_multiplied_once():
    assert text_of(distributed, VECTOR, VECTOR, VECTOR) == "t.0 = sub y, z\nt.1 = mul x, t.0\nreturn t.1"


def test_the_users_own_arithmetic_stays():
    assert "mul x, y" in text_of(distributed, VECTOR, VECTOR, VECTOR, derivative=False)


def test_a_product_that_is_read_elsewhere_stays():
    def make(b, x, y, z):
        first = times(b, x, y)
        return b.call(np.outer, b.call(operator.add, first, times(b, x, z)), first)

    assert "mul x, y" in text_of(make, VECTOR, VECTOR, VECTOR)


def test_equal_terms_are_counted_whatever_their_order():
    def make(b, x, y):
        return b.call(operator.add, times(b, x, y), times(b, y, x))

    assert text_of(make, VECTOR, FLOAT) == "t.0 = mul 2, y\nt.1 = mul t.0, x\nreturn t.1"


def test_numbers_are_multiplied_before_arrays():
    def make(b, x, y):
        return b.call(operator.mul, Const(2), times(b, x, times(b, Const(0.5), y)))

    assert text_of(make, MATRIX, FLOAT) == "t.0 = mul y, x\nreturn t.0"


def test_a_division_by_a_python_number_stays_one_of_numpy():
    def make(b, x, y, z):
        return b.call(operator.add, times(b, x, b.call(operator.truediv, y, z)), times(b, x, y))

    assert "truediv y, z" in text_of(make, NUMPY_FLOAT, FLOAT, FLOAT)
