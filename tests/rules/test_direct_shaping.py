"""The rules of shaping and of making arrays, called directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad.rules.creation import TABLE as CREATION_TABLE
from s2sad.rules.joining import TABLE as JOINING_TABLE
from s2sad.rules.mapping import TABLE as MAPPING_TABLE
from s2sad.rules.selecting import TABLE as SELECTING_TABLE
from s2sad.rules.shaping import TABLE
from s2sad.runtime.shaping import match, unbroadcast
from tests.rules.cases_programs import PROGRAMS
from tests.rules.cases_selecting import CONSTANTS as MORE_CONSTANTS
from tests.rules.cases_selecting import SELECTING
from tests.rules.cases_shaping import CONSTANTS, CREATION, SHAPING, STEPPED
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type

BOTH = TABLE | CREATION_TABLE | JOINING_TABLE | SELECTING_TABLE
ACTIVE = SHAPING + CREATION + SELECTING


@pytest.mark.parametrize("case", ACTIVE, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(BOTH, case, analytic=case[0] is not np.partition)


@pytest.mark.parametrize("case", ACTIVE + CONSTANTS + MORE_CONSTANTS, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(BOTH, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(BOTH | MAPPING_TABLE, ACTIVE + STEPPED + PROGRAMS)


def test_every_constant_of_creation_has_a_case() -> None:
    assert {p for p in CREATION_TABLE if CREATION_TABLE.get(p).kind == "constant"} <= {
        c[0] for c in CONSTANTS + MORE_CONSTANTS
    }


def test_match_gives_scalars_for_scalars() -> None:
    assert isinstance(match(np.ones((2, 3)), 1.5), np.float64)
    assert isinstance(match(np.array(2.0), 1.5), np.float64)
    assert match(2.0, 1.5) == 2.0


def test_match_leaves_integers_alone() -> None:
    assert match(np.array([0.5, 0.5]), np.array([1, 2])).dtype == float


def test_unbroadcast_of_empty_arrays_is_zero() -> None:
    np.testing.assert_array_equal(unbroadcast(np.ones((0, 2)), (2,)), [0.0, 0.0])


def test_match_does_not_return_a_read_only_view() -> None:
    match(2.0, np.ones(3))[0] = 1.0
