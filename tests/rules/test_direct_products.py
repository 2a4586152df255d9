"""The rules of `s2sad/rules/products.py`, called directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad.rules.products import TABLE
from tests.rules.cases_products import PRODUCTS
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type


@pytest.mark.parametrize("case", PRODUCTS, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(TABLE, case, analytic=True)


@pytest.mark.parametrize("case", PRODUCTS, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(TABLE, PRODUCTS)
