"""The rules of `s2sad/rules/indexing.py`, called directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad.ir.types import FLOAT, INT, UNKNOWN, Array, Scalar, Symbol
from s2sad.rules.indexing import TABLE, updated_vjp
from s2sad.rules.result_indexing import getitem_type
from s2sad.runtime.indexing import read_written
from tests.rules.cases_indexing import INDEXING
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type


@pytest.mark.parametrize("case", INDEXING, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(TABLE, case, analytic=True)


@pytest.mark.parametrize("case", INDEXING, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(TABLE, INDEXING)


def test_only_the_last_of_several_writes_has_a_cotangent() -> None:
    index = np.array([0, 2, 0])
    _, v_bar = updated_vjp(np.array([1.0, 2.0, 3.0]), None, np.zeros(3), index, np.ones(3))
    np.testing.assert_array_equal(v_bar, [0.0, 3.0, 1.0])


def test_infinite_cotangents_of_hidden_writes_are_cut() -> None:
    np.testing.assert_array_equal(read_written(np.array([np.inf, 1.0]), [0, 0, 1]), [0.0, np.inf, 1.0])


def test_float_indices_have_no_type() -> None:
    assert getitem_type(Array("float64", (3,)), FLOAT) == UNKNOWN
    assert getitem_type(Array("float64", (3,)), (0, 0)) == UNKNOWN


def test_slices_with_literal_bounds_have_symbolic_dims() -> None:
    n = Symbol("n")
    assert getitem_type(Array("float64", (n, n)), (slice(1, -1), slice(None, -2))) == Array(
        "float64", (Symbol("n", -2), Symbol("n", -2))
    )
    assert getitem_type(Array("float64", (n,)), slice(INT, None)) == Array("float64", (None,))
    assert getitem_type(Array("float64", (n,)), INT) == Scalar("float64")
