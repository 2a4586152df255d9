"""The rules of `s2sad/rules/linalg.py`, called directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.errors import MissingRuleError
from s2sad.rules.decompositions import TABLE as DECOMPOSITION_TABLE
from s2sad.rules.linalg import TABLE as LINALG_TABLE
from s2sad.rules.linalg import eigh_vjp, norm_vjp
from s2sad.runtime.linalg import matrix_norm_bar
from tests.rules.cases_decompositions import CHECKS, DECOMPOSITIONS, PROGRAMS
from tests.rules.cases_linalg import LINALG, NOT_ANALYTIC
from tests.rules.direct_vjp import case_name, check_all_covered, check_derivative, check_result_type

TABLE = LINALG_TABLE | DECOMPOSITION_TABLE
ALL = LINALG + DECOMPOSITIONS
SHARP = ("solve", "inv", "det", "divide_or_zero")


@pytest.mark.parametrize("case", ALL, ids=case_name)
def test_derivative(case: Any) -> None:
    check_derivative(TABLE, case, analytic=case[0] not in NOT_ANALYTIC and case[0].__name__ in SHARP)


@pytest.mark.parametrize("case", ALL, ids=case_name)
def test_result_type(case: Any) -> None:
    check_result_type(TABLE, case)


def test_every_entry_has_a_case() -> None:
    check_all_covered(TABLE, ALL + PROGRAMS + CHECKS)


@pytest.mark.parametrize(("order", "axis"), [(None, None), (2, None), (1, None), (None, 0)])
def test_norm_at_zero_has_gradient_zero(order: Any, axis: Any) -> None:
    x = np.zeros(3)
    np.testing.assert_array_equal(norm_vjp(1.0, np.linalg.norm(x, order, axis), x, order, axis), x)


def test_ties_of_the_maximum_norm_share() -> None:
    x = np.array([2.0, -2.0, 1.0])
    np.testing.assert_array_equal(norm_vjp(1.0, np.float64(2.0), x, np.inf), [0.5, -0.5, 0.0])


def test_other_norms_refuse() -> None:
    with pytest.raises(MissingRuleError, match="other"):
        matrix_norm_bar(1.0, 1.0, np.ones((2, 2)), "other", (-2, -1))


def test_equal_eigenvalues_do_not_spoil_a_gradient_through_the_eigenvalues() -> None:
    w, v = np.linalg.eigh(np.eye(3))
    a_bar = eigh_vjp((np.ones(3), None), (w, v), np.eye(3))
    np.testing.assert_allclose(a_bar, np.eye(3), atol=1e-15)


def test_equal_eigenvalues_do_not_spoil_functions_that_do_not_tell_them_apart() -> None:
    a, q = np.diag([2.0, 2.0, 1.0]), np.arange(9.0).reshape(3, 3)
    rotated = np.linalg.qr(q + np.eye(3))[0] @ a @ np.linalg.qr(q + np.eye(3))[0].T
    for point in (a, np.eye(3), rotated):
        bars = grad(lambda x: np.sum(np.linalg.eigvalsh(x)))(point), grad(_log_determinant)(point)
        for bar, expected in zip(bars, (np.eye(3), np.linalg.inv(point)), strict=True):  # one triangle is read
            np.testing.assert_allclose((bar + bar.T) / 2, expected, atol=1e-14)


def _log_determinant(x: Any) -> Any:
    w, _ = np.linalg.eigh(x)
    return np.sum(np.log(w))


def test_equal_singular_values_do_not_spoil_the_nuclear_norm() -> None:
    a = np.linalg.qr(np.arange(9.0).reshape(3, 3) + np.eye(3))[0]
    np.testing.assert_allclose(grad(lambda x: np.linalg.norm(x, "nuc"))(a), a, atol=1e-14)
    np.testing.assert_allclose(grad(lambda x: np.sum(np.linalg.svd(x)[1] ** 2))(a), 2 * a, atol=1e-14)


def _third(a: Any, m: Any) -> Any:
    return grad(lambda x: jvp(lambda z: jvp(np.linalg.det, (z,), (m,))[1], (x,), (m,))[1])(a)


@pytest.mark.parametrize("rank", [0, 1, 2, 3, 4])
def test_the_third_derivative_of_the_determinant(rank: int) -> None:
    rng = np.random.default_rng(rank)
    a, m, k = rng.standard_normal((4, rank)) @ rng.standard_normal((rank, 4)), *rng.standard_normal((2, 4, 4))
    steps = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    table = np.array([[np.linalg.det(a + s * m + t * k) for s in steps] for t in steps])
    by_s = np.linalg.solve(np.vander(steps, increasing=True), table.T)
    by_both = np.linalg.solve(np.vander(steps, increasing=True), by_s.T)
    assert np.sum(_third(a, m) * k) == pytest.approx(2 * by_both[1, 2], abs=1e-9)
