"""Every rule through the whole compiler: each case as a Python function, both modes and second order."""

from __future__ import annotations

from typing import Any

import pytest

from s2sad.runtime import cofactors
from tests.rules import cases_elementwise, cases_functions, cases_reductions, cases_statistics
from tests.rules.cases_decompositions import CHECKS, DECOMPOSITIONS
from tests.rules.cases_decompositions import PROGRAMS as DECOMPOSITION_PROGRAMS
from tests.rules.cases_fft import FFT
from tests.rules.cases_indexing import INDEXING
from tests.rules.cases_linalg import LINALG
from tests.rules.cases_products import POLYNOMIALS, PRODUCT_PROGRAMS, PRODUCTS
from tests.rules.cases_programs import PROGRAMS
from tests.rules.cases_selecting import SELECTING
from tests.rules.cases_shaping import CREATION, SHAPING, STEPPED
from tests.rules.compiled import (
    as_case,
    check_first_order,
    check_program,
    check_second_order,
    floats,
    program,
    with_rest_slow,
)
from tests.rules.direct import Case

ALL = [
    as_case(c)
    for c in [
        *cases_elementwise.CASES,
        *cases_functions.CASES,
        *cases_reductions.CASES,
        *cases_statistics.CASES,
        *SHAPING,
        *SELECTING,
        *CREATION,
        *STEPPED,
        *INDEXING,
        *PRODUCTS,
        *LINALG,
        *FFT,
        *DECOMPOSITIONS,
        *CHECKS,
        *POLYNOMIALS,
    ]
]
ACTIVE = [case for case in ALL if floats(program(case)[1])]
LAST = cofactors.cofactors_derivative  # its second derivative would be the fourth of np.linalg.det, which has none
TWICE = [case for case in ACTIVE if case.primitive is not LAST]
WRITTEN = [*PROGRAMS, *DECOMPOSITION_PROGRAMS, *PRODUCT_PROGRAMS]


@pytest.mark.parametrize("case", with_rest_slow(ACTIVE, key=lambda case: case.primitive, kept=2), ids=str)
def test_first_order(case: Case) -> None:
    check_first_order(case)


@pytest.mark.parametrize("case", with_rest_slow(TWICE, key=lambda case: case.primitive, kept=1), ids=str)
def test_second_order_in_all_modes(case: Case) -> None:
    check_second_order(case)


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case[1])
def test_programs(case: Any) -> None:
    check_program(case)
