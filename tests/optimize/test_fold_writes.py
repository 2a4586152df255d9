"""Folding of writes that follow each other: text before and after, and the same array even where the parts are one."""

import operator

import numpy as np
import pytest

from s2sad.ir.ops import Const
from s2sad.ir.types import INT, Array
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.optimize.fold import fold
from s2sad.rules.standard import RULES
from s2sad.runtime import indexing

from .lowered import NUMPY_FLOAT, VECTOR, N, applied, body, built, run

INDICES = Array("int64", (N,))
TYPES = (VECTOR, INT, INT, NUMPY_FLOAT)


def folded(make, *types):
    return applied(built(make, *types), lambda function: fold(function, RULES), eliminate_dead_code)


def put_back(b, x, i, j, u):
    t = b.call(operator.getitem, x, i)
    cleared = b.call(indexing.updated, x, i, Const(0.0))
    return b.call(indexing.add_at, b.call(indexing.add_at, cleared, j, u), i, t)


def scaled(b, x, i, j, u):
    t = b.call(operator.getitem, x, i)
    cleared = b.call(indexing.updated, x, i, Const(0.0))
    product = b.call(operator.mul, t, u)
    return b.call(indexing.add_at, b.call(indexing.add_at, cleared, j, u), i, product)


def put_back_and_more(b, x, i, j, u):
    t = b.call(operator.getitem, x, i)
    written = b.call(indexing.updated, x, i, u)
    return b.call(indexing.add_at, b.call(indexing.add_at, written, j, u), i, t)


def twice(b, x, i, j, u):
    first = b.call(indexing.add_at, x, i, u)
    return b.call(indexing.add_at, b.call(indexing.add_at, first, j, u), i, u)


def read_between(b, x, i, j, u):
    cleared = b.call(indexing.updated, x, i, Const(0.0))
    t = b.call(operator.getitem, cleared, j)
    return b.call(indexing.add_at, b.call(indexing.add_at, cleared, j, u), i, t)


def overwritten_between(b, x, i, j, u):
    first = b.call(indexing.add_at, x, i, u)
    return b.call(indexing.add_at, b.call(indexing.updated, first, j, u), i, u)


EXPECTED = {
    put_back: "t.0 = add_at x, z, u\nreturn t.0",
    scaled: "t.0 = getitem x, y\nt.1 = mul t.0, u\nt.2 = updated x, y, t.1\nt.3 = add_at t.2, z, u\nreturn t.3",
    put_back_and_more: "t.0 = add_at x, y, u\nt.1 = add_at t.0, z, u\nreturn t.1",
    twice: "t.0 = mul 2, u\nt.1 = add_at x, y, t.0\nt.2 = add_at t.1, z, u\nreturn t.2",
}


@pytest.mark.parametrize("make", EXPECTED)
def test_text(make):
    assert body(folded(make, *TYPES)) == EXPECTED[make]


@pytest.mark.parametrize("make", [read_between, overwritten_between])
def test_what_is_read_or_overwritten_between_stays(make):
    assert body(folded(make, *TYPES)) == body(built(make, *TYPES))


@pytest.mark.parametrize("make", [*EXPECTED, read_between, overwritten_between])
@pytest.mark.parametrize("j", [0, 1])
def test_the_parts_may_be_one(make, j):
    args = np.array([0.3, 0.7, 1.1]), 1, j, np.float64(0.9)
    np.testing.assert_allclose(run(folded(make, *TYPES), *args), run(built(make, *TYPES), *args), rtol=1e-15)


def test_indices_that_may_repeat_are_left_alone():
    types = (VECTOR, INDICES, INT, NUMPY_FLOAT)
    assert body(folded(twice, *types)).count("add_at") == 3


def test_a_write_of_everything_is_what_is_written():
    def make(b, x, y):
        return b.call(indexing.updated, x, Const(Ellipsis), y)

    assert body(folded(make, VECTOR, VECTOR)) == "return y"
