"""The rules of `s2sad/rules/products.py`, called directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad.rules.polynomials import TABLE as POLYNOMIAL_TABLE
from s2sad.rules.products import TABLE as PRODUCT_TABLE
from s2sad.rules.products import matmul_vjp
from tests.rules.cases_products import POLYNOMIALS, PRODUCTS
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type

TABLE = PRODUCT_TABLE | POLYNOMIAL_TABLE
ALL = PRODUCTS + POLYNOMIALS


@pytest.mark.parametrize("case", ALL, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(TABLE, case, analytic=case[0] not in (np.roots, np.polyfit))


@pytest.mark.parametrize("case", ALL, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(TABLE, ALL)


def test_matrix_products_are_exactly_what_one_would_write() -> None:
    a, b, y_bar = np.ones((2, 3)), np.arange(12.0).reshape(3, 4), np.arange(8.0).reshape(2, 4)
    a_bar, b_bar = matmul_vjp(y_bar, None, a, b)
    np.testing.assert_array_equal(a_bar, y_bar @ b.T)
    np.testing.assert_array_equal(b_bar, a.T @ y_bar)
