"""Every rule through the whole compiler: each case as a Python function, both modes and second order."""

from __future__ import annotations

from typing import Any

import pytest

from s2sad.testing import check_grads
from tests.rules import cases_elementwise, cases_reductions
from tests.rules.cases_indexing import INDEXING
from tests.rules.cases_linalg import LINALG
from tests.rules.cases_products import PRODUCTS
from tests.rules.cases_shaping import CREATION, SHAPING
from tests.rules.compiled import as_case, floats, program
from tests.rules.direct import Case

ALL = [
    as_case(c)
    for c in [
        *cases_elementwise.CASES,
        *cases_reductions.CASES,
        *SHAPING,
        *CREATION,
        *INDEXING,
        *PRODUCTS,
        *LINALG,
    ]
]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_first_order(case: Case) -> None:
    made, args = program(case)
    if not floats(args):
        pytest.skip("no float")
    check_grads(made, args, order=1)
