"""Distribution functions of normal vectors: against SciPy up to two components, and against exact integrals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.special as sc
from scipy import stats

from s2sad import grad, hessian, jvp, source
from s2sad.errors import S2SADError
from s2sad.runtime import normals
from s2sad.testing import check_grads

NORMAL = stats.multivariate_normal
X, M = np.array([0.3, -0.2, 0.5]), np.array([0.1, 0.2, -0.3])
ROOT = np.array([[1.1, 0.3], [-0.2, 0.8]])
METHODS = pytest.mark.parametrize("method", [NORMAL.cdf, NORMAL.logcdf], ids=["cdf", "logcdf"])
RNG = np.random.default_rng(0)


@pytest.mark.slow
@METHODS
def test_numbers(method: Callable[..., Any]) -> None:
    check_grads(lambda x: 1.0 * method(x), (0.3,), order=2)
    check_grads(lambda x, m, c: 1.0 * method(x, m, c), (0.3, 0.2, 1.5), order=2)
    check_grads(method, (X, 0.2, 1.5), order=2)
    check_grads(method, (X[:, None], np.ones(1), np.array([[1.5]])), order=2)


@pytest.mark.slow
@METHODS
@pytest.mark.parametrize("x", [X[:2], RNG.normal(size=(3, 2)), RNG.normal(size=(2, 3, 2)), np.array([[np.inf, 0.3]])])
def test_pairs(method: Callable[..., Any], x: Any) -> None:
    """Only covariances that stay symmetric have a meaning."""
    check_grads(lambda x, m, r: 1.0 * method(x, m, r @ r.T), (x, M[:2], ROOT), order=2)


@pytest.mark.slow
@METHODS
def test_forms_of_arguments(method: Callable[..., Any]) -> None:
    check_grads(lambda x, c: 1.0 * method(x, M[:2], c), (X[:2], 1.5), order=2)
    check_grads(lambda x, c: 1.0 * method(x, M[:2], c), (X[:2], np.array([1.5, 0.7])), order=2)
    check_grads(lambda m: method([0, 1], m, np.eye(2), maxpts=1000, abseps=1e-7, releps=1e-7), (M[:2],), order=2)
    check_grads(lambda x: 1.0 * method(x, M[:2], np.eye(2)), (X[:2].astype(np.float32),))
    check_grads(lambda x: 1.0 * method(x, [0.1, 0.2], [[1.0, 0.5], [0.5, 1.0]]), (X[:2],), order=2)
    check_grads(lambda s: 1.0 * method([s, 0.3], cov=[[1.0, 0.5], [0.5, 1.0]]), (0.4,), order=2)


@METHODS
@pytest.mark.parametrize("keyword", [{"lower_limit": [-1.0, -1.0]}, {"allow_singular": True}])
def test_keywords_that_are_refused(method: Callable[..., Any], keyword: dict[str, Any]) -> None:
    with pytest.raises(S2SADError, match=r"test_normal_probabilities\.py"):
        grad(lambda x: method(x, M[:2], np.eye(2), **keyword))(X[:2])


POINTS = np.linspace(-11.0, 11.0, 4001)
WEIGHTS = np.exp(-0.5 * POINTS**2) / np.sqrt(2.0 * np.pi) * (POINTS[1] - POINTS[0])


def probability(x: Any, m: Any, loads: Any, own: Any) -> Any:
    return NORMAL.cdf(x, m, np.outer(loads, loads) + np.diag(own))


def integral(x: Any, m: Any, loads: Any, own: Any) -> Any:
    """The same where all covariances come from one factor: given that one, the components are independent."""
    return np.sum(
        WEIGHTS * np.prod(sc.ndtr((np.reshape(x - m, (-1, 1)) - np.outer(loads, POINTS)) / own[:, None] ** 0.5), axis=0)
    )


def of_one_factor(n: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(n)
    return rng.normal(size=n), 0.2 * rng.normal(size=n), rng.normal(size=n), rng.uniform(0.3, 2.0, size=n)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_one_factor(n: int) -> None:
    args, dots = of_one_factor(n), of_one_factor(n)[::-1]
    for found, expected in zip(
        grad(probability, (0, 1, 2, 3))(*args), grad(integral, (0, 1, 2, 3))(*args), strict=True
    ):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert jvp(probability, args, dots)[1] == pytest.approx(jvp(integral, args, dots)[1], abs=1e-12)


@METHODS
@pytest.mark.parametrize("n", [3, 4])
def test_second_order_of_one_factor(method: Callable[..., Any], n: int) -> None:
    log = method == NORMAL.logcdf

    def found(x: Any, loads: Any, own: Any) -> Any:
        return 1.0 * method(x, cov=np.outer(loads, loads) + np.diag(own))

    def expected(x: Any, loads: Any, own: Any) -> Any:
        value = integral(x, 0.0, loads, own)
        return np.log(value) if log else value

    x, _, *rest = of_one_factor(n)
    args, dots = (x, *rest), tuple(np.cos(a) for a in (x, *rest))
    for row, other in zip(hessian(found, (0, 1, 2))(*args), hessian(expected, (0, 1, 2))(*args), strict=True):
        for block, right in zip(row, other, strict=True):
            np.testing.assert_allclose(block, right, rtol=0, atol=1e-11)

    def twice(f: Callable[..., Any]) -> Any:
        return jvp(lambda *a: jvp(f, a, dots)[1], args, dots)[1]

    assert twice(found) == pytest.approx(twice(expected), abs=1e-11)


def test_orthant_of_three() -> None:
    """1 / 8 and the sum of the arcs of the correlations by 4 pi."""
    r = np.array([0.3, -0.2, 0.6])

    def found(r: Any) -> Any:
        c = np.array([[1.0, r[0], r[1]], [r[0], 1.0, r[2]], [r[1], r[2], 1.0]])
        return NORMAL.cdf(np.zeros(3), cov=c)

    def expected(r: Any) -> Any:
        return 0.125 + np.sum(np.arcsin(r)) / (4.0 * np.pi)

    np.testing.assert_allclose(grad(found)(r), grad(expected)(r), rtol=1e-14)
    np.testing.assert_allclose(hessian(found)(r), hessian(expected)(r), rtol=0, atol=1e-14)


@pytest.mark.parametrize("r", [0.3, -0.3, 0.98, -0.9, 0.999999, -0.999999])
def test_pairs_of_every_correlation(r: float) -> None:
    z = np.array([[0.3, 0.7], [-1.0, 0.4], [0.0, 0.0], [2.0, -2.0]])
    matrix = np.array([[1.0, r], [r, 1.0]])
    found = normals.normal_cdf(z, np.broadcast_to(matrix, (4, 2, 2)))
    np.testing.assert_allclose(found, NORMAL.cdf(z, cov=matrix), rtol=0, atol=1e-13)


def test_tail() -> None:
    """The derivative keeps its relative accuracy, though SciPy computes the value from numbers close to one."""
    x, value = np.array([-5.0, -4.0]), sc.ndtr(-5.0) * sc.ndtr(-4.0)
    expected = np.exp(-0.5 * x**2) / np.sqrt(2.0 * np.pi) / sc.ndtr(x)
    np.testing.assert_allclose(grad(lambda x: NORMAL.logcdf(x, cov=np.eye(2)))(x), expected, rtol=1e-12)
    assert normals.normal_cdf(x, np.eye(2)) == pytest.approx(value, rel=1e-12)


def test_many_components() -> None:
    """From seven components on what SciPy computes is used, with its accuracy, and the same each time."""
    x, s = np.linspace(-0.5, 1.5, 9), np.linspace(0.5, 1.5, 9)
    first, second = (grad(lambda x: NORMAL.cdf(x, 0.0 * s, s))(x) for _ in range(2))
    density = np.exp(-0.5 * x**2 / s) / np.sqrt(2.0 * np.pi * s)
    np.testing.assert_allclose(first, density * np.prod(sc.ndtr(x / s**0.5)) / sc.ndtr(x / s**0.5), rtol=0, atol=1e-5)
    assert first.tolist() == second.tolist()


def test_random_numbers_are_drawn_once() -> None:
    """SciPy samples from three components on."""

    def program(x: Any) -> Any:
        return NORMAL.cdf(x, cov=np.eye(3))

    states = []
    for call in (program, grad(program), lambda x: jvp(program, (x,), (x,))):
        np.random.seed(0)
        call(X)
        states.append(np.random.random())
    assert states[0] == states[1] == states[2]


def test_text() -> None:
    text = source(lambda x, m: NORMAL.cdf(x, m, np.eye(2)), args=(X[:2], M[:2]))
    assert "normal_slope(b, " in text
    assert "normal_cdf" not in text
