"""No elements, one, or a number where a rule has arrays in mind: derivatives have the shape and dtype of what they
belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, hessian, jvp, vjp
from s2sad.errors import MissingRuleError
from s2sad.testing import check_grads

NOTHING = np.zeros(0, np.float32)
ONE = np.array([0.7])
X = np.array([0.3, -1.2, 0.8])


def rows(x: Any) -> Any:
    total = 0.0
    for row in x:
        total = total + np.sum(row * row)
    return total


def numbers(x: Any) -> Any:
    return np.sum(np.array([v * v for v in x]))


def conditional(x: Any) -> Any:
    y = np.zeros_like(x)
    y[x < 0.0] = x * x
    y[x >= 0.0] = np.sin(x)
    return y * 1.0


CASES: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    (lambda x: 2 * np.linalg.norm(x), (NOTHING,)),
    (lambda p, x: 2 * np.polyval(p, x), (NOTHING.astype(float), X)),
    (lambda a, b: 2 * np.polymul(a, b), (np.zeros(0), X)),
    (lambda p: 2 * np.roots(p), (np.array([1.0, -3.0, 1.0], np.float32),)),
    (lambda x: np.apply_along_axis(lambda r: np.sum(r * r), 0, x), (np.zeros((0, 3), np.float32),)),
    (lambda x: np.interp(x, [0.3], ONE), (X,)),
    (np.interp, (0.4, ONE.astype(np.float32), ONE.astype(np.float32))),
    *(
        (lambda x, f=f: f(x, axis=0, initial=-0.4), (x,))
        for f in (np.max, np.min, np.nanmax, np.nanmin, np.maximum.reduce)
        for x in (np.zeros((0, 3)), np.array([X, -X], np.float32))
    ),
    (lambda x, c: np.max(x, initial=c, where=np.zeros(3, bool)), (X, 0.3)),
    (lambda x, y: np.interp(x, y, ONE), (0.4, np.array([0.1]))),
    (lambda x: np.pad(x, 2), (1.5,)),
    (lambda w: np.histogram(np.ones(3), 3, weights=w)[0], (X + 1j,)),
    (lambda a, b: np.linalg.multi_dot([a, b]), (1.3, 0.4)),
    (lambda xs: 2 * np.linalg.multi_dot(xs), ([np.diag(X), np.diag(X) + 1.0, np.diag(X)],)),
    (lambda x: np.linalg.matrix_power(x, 0), (np.eye(2, dtype=np.float32),)),
    (lambda x: tuple(np.linalg.qr(x)), (np.array([[1 + 2j, 0.5], [0.3, 2 - 1j], [0.1j, 0.7]], np.complex64),)),
    (lambda x: np.select([x > 0, x < -1], [x * x, 2.5]), (X.astype(np.float32),)),
    (lambda x, y: np.tensordot(x, y, 1), (X.astype(np.float32), X.astype(np.float32))),
    *(
        (lambda x, f=f: 2 * f(x, axis=0), (number,))
        for f in (np.sum, np.prod, np.max, np.min, np.nansum, np.nanmax, np.cumsum, np.cumprod)
        for number in (1.3, np.float32(1.3), np.array(1.3))
    ),
    (lambda x: 2 * np.max(x, -1, keepdims=True, initial=0.2), (np.array(1.3),)),
    (lambda x: x.sum(axis=-1) * x.cumprod(0), (np.array(1.3),)),
    (lambda x: np.average(x, returned=True), (X.astype(np.float32),)),
    (lambda x: (np.sum(x), np.sum(np.floor(x))), (X.astype(np.float32),)),
    (lambda x: np.repeat(x, 3, -1) * np.take(x, [0, 0, 0], axis=0), (1.3,)),
    *((lambda x: np.asfortranarray(x) * np.ascontiguousarray(x), (x,)) for x in (1.3, np.array(1.3))),
    (lambda x: np.piecewise(x, [x < 0, x >= 0], [lambda t: t * t, np.sin]), (-0.3,)),
    (lambda x: 2 * np.piecewise(x, [x < 0, x >= 0], [lambda t: t * t, np.sin]), (np.array(0.3),)),
    (conditional, (np.array(-0.3),)),
    *((lambda x, f=f: f(x), (X.astype(np.float32),)) for f in (np.cov, np.corrcoef)),
    (lambda x: np.cov(x, bias=True), (1.3,)),
    (lambda p, k: np.polyint(p, 2, k), (X, ONE)),
    (lambda x, y: np.diff(x, append=y, axis=0), (np.zeros((0, 3)), 0.3)),
    (lambda w: np.histogram(np.zeros(0), 4, weights=w)[0], (NOTHING,)),
    (lambda w: np.histogram(np.zeros(0), np.zeros(0), weights=w)[0], (NOTHING,)),
]
if np.lib.NumpyVersion(np.__version__) >= "2.4.0":  # older ones refuse
    CASES += [
        (lambda x: np.pad(x, {0: (1, 2), -1: 1}), (X,)),
        (lambda x: 2 * np.linalg.norm(x, 2), (np.zeros((0, 3)),)),
    ]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_right(case: int) -> None:
    function, args = CASES[case]
    check_grads(function, args, order=2)


@pytest.mark.parametrize("function", [rows, numbers])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_loops_over_nothing(function: Any, dtype: Any) -> None:
    x = np.zeros((0, 3) if function is rows else 0, dtype)
    x_bar = grad(function)(x)
    assert x_bar.shape == x.shape
    assert x_bar.dtype == dtype


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:invalid value encountered")
def test_mean_of_nothing() -> None:
    """Its gradient has no elements, and the derivative divides nothing by zero."""
    assert grad(np.mean)(NOTHING).shape == (0,)
    assert grad(lambda x: np.mean(x) ** 2, argnums=(0,))(np.zeros((2, 0)))[0].shape == (2, 0)
    assert hessian(lambda x: np.mean(x * x))(NOTHING).shape == (0, 0)
    assert grad(lambda x: np.sum(np.mean(x, axis=0)))(np.zeros((0, 3))).shape == (0, 3)
    assert grad(lambda x: np.sum(np.mean(x, axis=(0, 1))))(np.zeros((2, 0, 3))).shape == (2, 0, 3)


def test_second_derivatives_of_a_norm_that_is_zero() -> None:
    np.testing.assert_array_equal(hessian(lambda x: 2 * np.linalg.norm(x))(np.zeros(3)), np.zeros((3, 3)))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0), (2, 0, 3)])
def test_vectors_of_matrices_without_elements(shape: tuple[int, ...]) -> None:
    check_grads(lambda x: 2 * np.linalg.svd(x)[2], (np.zeros(shape),), order=2)


def test_too_few_constants_of_integration_raise() -> None:
    k = np.ones(2)
    for f in (np.polyint, grad(lambda p, m, k: np.sum(np.polyint(p, m, k)))):
        with pytest.raises(ValueError, match="k "):
            f(X, 3, k)


def test_refused() -> None:
    signal = pytest.importorskip("scipy.signal")
    linear = pytest.importorskip("scipy.linalg")
    with pytest.raises(MissingRuleError, match="without elements"):
        grad(lambda x: np.sum(linear.solve_toeplitz(x, np.zeros((0, 2)))))(np.zeros(0))
    for f in (signal.fftconvolve, lambda a, b: signal.convolve(a, b, "same")):
        with pytest.raises(MissingRuleError, match="without elements"):
            vjp(lambda a, b, f=f: 2 * f(a, b), np.zeros(0), X)[1](np.zeros(0))


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_images_without_pixels_are_refused(shape: tuple[int, ...]) -> None:
    images = pytest.importorskip("scipy.ndimage")
    x, weights, places = np.zeros(shape), np.ones((2,) * len(shape)), np.zeros((len(shape), 2))
    for f in (
        lambda x: images.gaussian_filter(x, 0.8),
        lambda x: images.convolve(x, weights, mode="constant"),
        lambda x: images.correlate1d(x, X),
        *(lambda x, m=m: np.sum(images.map_coordinates(x, places, mode=m)) + x for m in ("nearest", "constant")),
        lambda x: images.map_coordinates(x, places, order=1, mode="nearest"),
    ):
        with pytest.raises(MissingRuleError, match="without pixels"):
            jvp(f, (x,), (x,))
    check_grads(lambda x: 2 * images.spline_filter1d(x), (x,), order=2)


@pytest.mark.slow
def test_scipy() -> None:
    images = pytest.importorskip("scipy.ndimage")
    stats = pytest.importorskip("scipy.stats")
    check_grads(lambda x, w: 2 * images.convolve(x, w), (1.5, 0.7), order=2)
    check_grads(lambda x, w: 2 * images.correlate(x, w), (1.5, 0.7), order=2)
    for mode in ("mirror", "wrap", "reflect"):
        check_grads(lambda x, mode=mode: images.map_coordinates(x, np.array([[0.0, 0.0]]), mode=mode), (ONE,))
    points, cov = np.arange(12.0).reshape(2, 3, 2) / 7, np.array([[1.2, 0.3], [0.3, 0.7]])
    linear = pytest.importorskip("scipy.linalg")
    check_grads(lambda x: linear.lu(2 * x), (np.array([[1.3 + 0.4j]]),), order=2)
    for shape in ((0, 2), (2, 0), (0, 3, 3), (0, 2, 3), (2, 3, 0), (3, 1), (1, 3)):
        check_grads(lambda x: linear.lu(2 * x), (np.arange(np.prod(shape)).reshape(shape) + 0.7,), order=2)
    number = np.array([[1.3 + 0.4j]])  # which SciPy reads whole
    check_grads(lambda a, b: linear.solve(a, b, assume_a="her"), (number, np.array([0.3 + 0.5j])), order=2)
    splines = pytest.importorskip("scipy.interpolate")
    places = np.arange(3, dtype=np.float32)
    check_grads(lambda y, t: 2 * splines.interp1d(places, y)(t), (X.astype(np.float32), 0.7 * places[:2] + 0.4))
    integrals = pytest.importorskip("scipy.integrate")
    check_grads(lambda y: 2 * integrals.simpson(y, dx=0.3), (np.arange(12, dtype=np.float32).reshape(2, 6),), order=2)
    special = pytest.importorskip("scipy.special")
    z, b = np.outer(X[:2] + 0.3j, X), np.outer(X[1:], X)
    check_grads(lambda z, b: special.logsumexp(z, axis=1, b=b, return_sign=True), (z, b), order=2)
    normal = stats.multivariate_normal
    check_grads(normal.logpdf, (0.3, 0.2, 1.5), order=2)
    check_grads(normal.logpdf, (X, ONE, np.array([[1.5]])), order=2)
    check_grads(normal.pdf, (X, X / 2, 1.5), order=2)
    check_grads(normal.logpdf, (X, X / 2, X**2), order=2)
    check_grads(normal.logpdf, (X,), order=2)
    check_grads(lambda x, c: stats.multivariate_normal.logpdf(x, X[:2], c + c.T), (points, cov / 2), order=2)
