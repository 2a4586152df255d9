"""The rules of `s2sad/rules/linalg.py`, called directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad.errors import MissingRuleError
from s2sad.rules.linalg import TABLE, eigh_vjp, norm_vjp
from tests.rules.cases_linalg import LINALG, NOT_ANALYTIC
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type


@pytest.mark.parametrize("case", LINALG, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(TABLE, case, analytic=case[0] not in NOT_ANALYTIC)


@pytest.mark.parametrize("case", LINALG, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(TABLE, LINALG)


@pytest.mark.parametrize(("order", "axis"), [(None, None), (2, None), (1, None), (None, 0)])
def test_norm_at_zero_has_gradient_zero(order: Any, axis: Any) -> None:
    x = np.zeros(3)
    np.testing.assert_array_equal(norm_vjp(1.0, np.linalg.norm(x, order, axis), x, order, axis), x)


def test_ties_of_the_maximum_norm_share() -> None:
    x = np.array([2.0, -2.0, 1.0])
    np.testing.assert_array_equal(norm_vjp(1.0, np.float64(2.0), x, np.inf), [0.5, -0.5, 0.0])


def test_other_norms_refuse() -> None:
    with pytest.raises(MissingRuleError, match="ord=2"):
        norm_vjp(1.0, 1.0, np.ones((2, 2)), 2)
    with pytest.raises(MissingRuleError, match="ord=3"):
        norm_vjp(1.0, 1.0, np.ones(2), 3)


def test_equal_eigenvalues_do_not_spoil_a_gradient_through_the_eigenvalues() -> None:
    w, v = np.linalg.eigh(np.eye(3))
    a_bar = eigh_vjp((np.ones(3), np.zeros((3, 3))), (w, v), np.eye(3))
    np.testing.assert_allclose(a_bar, np.eye(3), atol=1e-15)


def test_complex_eigenvectors_refuse() -> None:
    a = np.eye(2) + 0j
    with pytest.raises(MissingRuleError, match="complex"):
        eigh_vjp((np.ones(2), a), np.linalg.eigh(a), a)
