"""The rules of SciPy through the whole compiler: each case as a Python function, both modes and second order."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("scipy")

from tests.rules.cases_scipy_linalg import SCIPY_LINALG, SCIPY_LINALG_PROGRAMS
from tests.rules.cases_scipy_programs import SCIPY_PROGRAMS
from tests.rules.cases_scipy_signal import SCIPY_NDIMAGE, SCIPY_SIGNAL
from tests.rules.compiled import (
    as_case,
    check_first_order,
    check_program,
    check_second_order,
    with_rest_slow,
)
from tests.rules.direct import Case

ALL = [as_case(case) for case in [*SCIPY_LINALG, *SCIPY_SIGNAL, *SCIPY_NDIMAGE]]
PROGRAMS = [*SCIPY_LINALG_PROGRAMS, *SCIPY_PROGRAMS]


@pytest.mark.parametrize("case", with_rest_slow(ALL, key=lambda case: case.primitive, kept=1), ids=str)
def test_first_order(case: Case) -> None:
    check_first_order(case)


@pytest.mark.slow
@pytest.mark.parametrize("case", ALL, ids=str)
def test_second_order_in_all_modes(case: Case) -> None:
    check_second_order(case)


@pytest.mark.slow
@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case[1])
def test_programs(case: Any) -> None:
    check_program(case)
