"""Rules of scipy.stats: the compositions are what SciPy computes, and differentiate right."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
from scipy import stats

from s2sad import grad, jvp
from s2sad.rules.scipy_stats import TABLE
from s2sad.runtime import normals
from s2sad.runtime.densities import is_number
from s2sad.testing import check_grads
from tests.rules import direct
from tests.rules.cases_scipy_stats import CASES
from tests.rules.compiled import floats, program
from tests.rules.direct import Case

SHAPED = list({case.primitive: case for case in reversed(CASES)}.values())


def name(case: Case) -> str:
    """The distribution and its method."""
    return f"{type(case.primitive.__self__).__name__}-{case}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_derivative(case: Case) -> None:
    direct.check(case, TABLE.entries[case.primitive])
    direct.check_result_type(case, TABLE.entries[case.primitive])
    made, args = program(case)
    if floats(args) and case.primitive.__self__ is not stats.multivariate_normal:
        check_grads(made, args, order=1)


@pytest.mark.slow
@pytest.mark.parametrize("case", SHAPED, ids=name)
def test_second_order(case: Case) -> None:
    made, args = program(case, closed=True)
    if floats(args) and case.primitive.__self__ is not stats.multivariate_normal:
        check_grads(made, args, order=2)


def test_every_rule_has_a_case() -> None:
    helpers = [is_number, *(f for f in vars(normals).values() if inspect.isfunction(f))]  # test_normal_probabilities.py
    assert [p for p in TABLE if p not in [*(c.primitive for c in CASES), *helpers]] == []


@pytest.mark.parametrize("case", [(None, 2.0), (None, np.eye(2)), (0.3, 2.0), (np.ones(1), 2.0), (np.ones(2), 2.0)])
def test_normal_variables_that_are_numbers(case: Any) -> None:
    direct.check_result_type(Case(is_number, case), TABLE.entries[is_number])


def test_normal_density_of_vectors() -> None:
    """SciPy reads one triangle of the covariance, so that only symmetric directions have a meaning."""
    points, root = np.array([[0.3, 0.2], [-0.5, 1.1]]), np.array([[1.1, 0.3], [-0.2, 0.8]])

    def density(x: Any, m: Any, root: Any) -> Any:
        return stats.multivariate_normal.logpdf(x, m, root @ root.T)

    check_grads(density, (points, np.array([0.1, 0.2]), root), order=2)


@pytest.mark.parametrize(("z", "expected"), [(-40.0, 40.02496884720726), (40.0, 0.0)])
def test_tails(z: float, expected: float) -> None:
    assert grad(lambda x: 1.0 * stats.norm.logcdf(x))(z) == pytest.approx(expected, rel=1e-13, abs=1e-300)


def test_outside_of_the_support() -> None:
    x = np.array([-1.0, 0.5, 3.0])
    with np.errstate(all="raise"):
        _, y_dot = jvp(lambda x: stats.beta.cdf(x, 2, 3), (x,), (np.ones(3),))
    assert y_dot.tolist() == [0.0, pytest.approx(1.5), 0.0]


IN_SHAPES: list[Any] = [
    (lambda a: stats.gamma.cdf(0.7, a), (1.5,)),
    (lambda a, b: stats.beta.logsf(0.3, a, b), (1.5, 2.2)),
    (lambda df: stats.chi2.sf(2.7, df), (3.5,)),
    (lambda df: stats.t.cdf(np.array([-3.0, -0.2, 0.4, 5.0]), df), (2.5,)),
    (lambda n, p: stats.nbinom.cdf(2, n, p), (4.5, 0.3)),
]


@pytest.mark.parametrize(("probability", "shapes"), IN_SHAPES)
def test_probabilities_in_their_shapes(probability: Any, shapes: Any) -> None:
    check_grads(probability, shapes, order=2)
