"""The rules of SciPy's linalg, signal, ndimage and integrate as they stand: they compute what SciPy computes."""

from __future__ import annotations

from typing import Any

import numpy as np
import optree
import pytest

pytest.importorskip("scipy")
import scipy.linalg as sl

from s2sad import grad
from s2sad.errors import MissingRuleError
from s2sad.rules.scipy_integrate import TABLE as INTEGRATE
from s2sad.rules.scipy_interpolate import TABLE as INTERPOLATE
from s2sad.rules.scipy_linalg import TABLE as LINALG
from s2sad.rules.scipy_ndimage import TABLE as NDIMAGE
from s2sad.rules.scipy_signal import TABLE as SIGNAL
from s2sad.runtime import triangles
from s2sad.runtime.triangles import refuse_number
from tests.rules.cases_scipy_linalg import SCIPY_LINALG, SCIPY_LINALG_PROGRAMS
from tests.rules.cases_scipy_programs import SCIPY_PROGRAMS
from tests.rules.cases_scipy_signal import SCIPY_NDIMAGE, SCIPY_SIGNAL
from tests.rules.direct_vjp import case_name, check_result_type

TABLE = LINALG | SIGNAL | NDIMAGE | INTEGRATE | INTERPOLATE
CASES = SCIPY_LINALG + SCIPY_SIGNAL + SCIPY_NDIMAGE
COMPOSED = [case for case in CASES if TABLE.entries[case[0]].body or TABLE.entries[case[0]].definition]


@pytest.mark.parametrize("case", COMPOSED, ids=case_name)
def test_compositions_compute_the_same(case: Any) -> None:
    primitive, args, kwargs = case
    rule: Any = TABLE.get(primitive)
    found, expected = (rule.body or rule.definition)(*args, **kwargs), primitive(*args, **kwargs)
    for a, b in zip(optree.tree_leaves(found), optree.tree_leaves(expected), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_result_type(case: Any) -> None:
    if case[0] not in (sl.logm, sl.sqrtm):  # real or complex, as the values want it
        check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    active = {p for p in TABLE if TABLE.entries[p].kind != "constant"} - {refuse_number}
    assert not active - {case[0] for case in [*CASES, *SCIPY_LINALG_PROGRAMS, *SCIPY_PROGRAMS]}


def test_a_root_of_a_number_is_refused() -> None:
    with pytest.raises(MissingRuleError, match="numbers"):
        grad(lambda x: np.sum(sl.sqrtm(x)) + x)(2.0)


def test_equations_with_factors_of_what_is_not_square_are_refused() -> None:
    with pytest.raises(MissingRuleError, match="not square"):
        triangles.square_row_order(np.ones((3, 2)), np.arange(2))
