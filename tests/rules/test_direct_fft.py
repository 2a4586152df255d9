"""The rules of `s2sad/rules/fft.py`, called directly."""

from __future__ import annotations

from typing import Any

import pytest

from s2sad.rules.fft import TABLE
from tests.rules.cases_fft import FFT
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type


@pytest.mark.parametrize("case", FFT, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(TABLE, case, analytic=False)


@pytest.mark.parametrize("case", FFT, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(TABLE, FFT)
