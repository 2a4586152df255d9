"""Equal eigenvalues and singular values: right where the function does not tell their vectors apart, else refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, hessian, jacrev, jvp
from s2sad.errors import DegenerateSpectrumError

RNG = np.random.default_rng(5)
Q, P = (np.linalg.qr(RNG.standard_normal((4, 4)))[0] for _ in "qp")
TALL = np.linalg.qr(RNG.standard_normal((6, 4)))[0]
B = RNG.standard_normal((4, 4))
C = RNG.standard_normal((4, 4)) + 1j * RNG.standard_normal((4, 4))
U = np.linalg.qr(C)[0]
X = RNG.standard_normal(4)
ONES = np.ones((4, 4))


def with_values(*values: float, q: Any = Q, p: Any = None) -> Any:
    return (q * np.array(values)) @ np.conj((q if p is None else p).T)


def symmetric(a: Any) -> Any:
    return (a + np.conj(a.T)) / 2


def rebuilt(a: Any, b: Any, full: bool = True) -> Any:
    u, s, vh = np.linalg.svd(a, full)
    return np.real(np.sum(b * ((u[..., : s.shape[-1]] * s) @ vh[..., : s.shape[-1], :])))


SQUARES = [np.eye(4), Q, with_values(2, 2, 1, 1, p=P), with_values(2, 2, 2, 1, p=P), with_values(3, 2, 1, 0, p=P)]


@pytest.mark.parametrize("a", [*SQUARES, U, (U * np.array([2, 2, 1, 1])) @ Q])
@pytest.mark.parametrize("b", [B, ONES, C])
def test_a_matrix_rebuilt_from_its_singular_values(a: Any, b: Any) -> None:
    expected = b if np.iscomplexobj(a) else np.real(b)
    np.testing.assert_allclose(grad(rebuilt)(a, b), expected, atol=1e-13)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("tall", [True, False])
def test_a_rectangular_matrix_rebuilt(full: bool, tall: bool) -> None:
    a, b = (TALL * np.array([2, 2, 1, 1])) @ Q, RNG.standard_normal((6, 4))
    if not tall:
        a, b = a.T, b.T
    np.testing.assert_allclose(grad(rebuilt)(a, b, full), b, atol=1e-13)


def applied(a: Any, b: Any, phi: Callable[[Any], Any]) -> Any:
    w, v = np.linalg.eigh(a)
    return np.real(np.sum(b * ((v * phi(w)[..., None, :]) @ np.conj(np.swapaxes(v, -1, -2)))))


def along(a: Any, b: Any, phi: Callable[[Any], Any], direction: Any) -> float:
    h = 1e-5
    return (applied(a + h * direction, b, phi) - applied(a - h * direction, b, phi)) / (2 * h)


HERMITIAN = [np.eye(4) * 2, symmetric(with_values(2, 2, 1, 3)), symmetric(with_values(3, 2, 2, 2))]
HERMITIAN += [symmetric(with_values(2, 2, 3, 3, q=U))]


@pytest.mark.parametrize(
    "phi", [lambda w: w, np.sqrt, np.exp, np.log, lambda w: 1 / w], ids=["identity", "sqrt", "exp", "log", "inverse"]
)
@pytest.mark.parametrize("a", HERMITIAN)
@pytest.mark.parametrize("b", [B, ONES, X[:, None] * X])
def test_a_function_of_a_hermitian_matrix(a: Any, b: Any, phi: Any) -> None:
    direction = symmetric(C) if np.iscomplexobj(a) else symmetric(np.real(C))
    bar = grad(applied)(a, b, phi)
    assert np.real(np.sum(bar * direction)) == pytest.approx(along(a, b, phi, direction), rel=1e-7, abs=1e-8)


def test_a_stack_with_and_without_equal_values() -> None:
    a = np.stack([symmetric(with_values(2, 2, 1, 3)), symmetric(with_values(1, 2, 5, 3))])
    bars = grad(applied)(a, np.stack([B, B]), np.sqrt)
    for each, bar in zip(a, bars, strict=True):
        direction = symmetric(np.real(C))
        assert np.sum(bar * direction) == pytest.approx(along(each, B, np.sqrt, direction), rel=1e-7)


def test_single_precision() -> None:
    bar = grad(rebuilt)(np.eye(4, dtype=np.float32), B)
    assert bar.dtype == np.float32
    np.testing.assert_allclose(bar, B, atol=1e-6)


def likelihood(a: Any) -> Any:
    w, v = np.linalg.eigh(a)
    return np.sum((v.T @ X) ** 2 / w) + np.sum(np.log(w))


def test_values_beside_a_function_of_the_matrix() -> None:
    np.testing.assert_allclose(symmetric(grad(likelihood)(np.eye(4))), np.eye(4) - np.outer(X, X), atol=1e-13)


def projected(a: Any) -> Any:
    v = np.linalg.eigh(a)[1]
    return np.sum(B * (v[:, 2:] @ v[:, 2:].T))


def test_a_projector_on_vectors_of_equal_values() -> None:
    a, direction = symmetric(with_values(1, 1, 3, 3)), symmetric(np.real(C))
    expected = (projected(a + 1e-5 * direction) - projected(a - 1e-5 * direction)) / 2e-5
    assert np.sum(grad(projected)(a) * direction) == pytest.approx(expected, rel=1e-7)


def test_a_direction_that_does_not_split_has_a_tangent() -> None:
    a, a_dot = symmetric(with_values(2, 2, 1, 3)), symmetric(with_values(5, 5, 7, 8))
    np.testing.assert_allclose(jvp(lambda x: applied(x, B, np.exp), (a,), (a_dot,))[1], along(a, B, np.exp, a_dot))


def two_functions(a: Any) -> Any:
    w, v = np.linalg.eigh(a)
    return np.sum(B * ((v * np.exp(w)) @ v.T)) + np.sum(np.real(C) * ((v * np.log(w)) @ v.T))


def general(a: Any) -> Any:
    w, v = np.linalg.eig(a)
    return np.sum(B * np.real((v * w) @ np.linalg.inv(v)))


def one_vector(a: Any) -> Any:
    return np.sum(np.linalg.eigh(a)[1][:, 0])


def spare_vector(a: Any) -> Any:
    return np.sum(np.linalg.svd(a)[0][:, 3])


PAIR = symmetric(with_values(2, 2, 1, 3))
REFUSED: list[Any] = [
    (two_functions, PAIR, "not one function"),
    (likelihood, PAIR, "not one function"),
    (lambda a: applied(a, B, np.log), np.eye(4), "gets nothing"),
    (lambda a: applied(a, 1.0 - np.eye(4), np.exp), np.eye(4), "different vectors"),
    (lambda a: rebuilt(a, B), np.outer(X, X), "singular values of 0|gets nothing"),
    (lambda a: rebuilt(a, np.ones((4, 3))), np.eye(4)[:, :3] * [1, 2, 0], "singular values of 0"),
    (general, np.eye(4), "not hermitian"),
    (one_vector, symmetric(with_values(1, 1, 2, 3)), "tells their vectors apart"),
    (spare_vector, RNG.standard_normal((4, 2)), "tells their vectors apart"),
]


@pytest.mark.parametrize(("fun", "a", "message"), REFUSED)
def test_what_the_cotangents_do_not_show_is_refused(fun: Any, a: Any, message: str) -> None:
    with pytest.raises(DegenerateSpectrumError, match=message):
        grad(fun)(a)


def test_forward_mode_refuses_a_direction_that_splits() -> None:
    for fun in (lambda a: rebuilt(a, B), lambda a: applied(a, B, np.exp), general):
        with pytest.raises(DegenerateSpectrumError, match="direction"):
            jvp(fun, (np.eye(4),), (B,))


def test_second_derivatives_are_refused() -> None:
    def energy(a: Any) -> Any:
        return np.sum(np.linalg.eigvalsh(a) ** 2)

    for second in (hessian(energy), jacrev(grad(energy)), hessian(lambda a: applied(a, B, np.exp) ** 2)):
        with pytest.raises(DegenerateSpectrumError):
            second(np.eye(4))


def test_the_vectors_of_scipy() -> None:
    eigh = pytest.importorskip("scipy.linalg").eigh

    def rebuilt_in(a: Any, m: Any, b: Any) -> Any:
        w, v = eigh(a, m)
        return np.sum(b * ((v * np.exp(w)) @ v.T))

    def plain(a: Any, b: Any) -> Any:
        w, v = eigh(a)
        return np.sum(b * ((v * np.exp(w)) @ v.T))

    a, m = symmetric(with_values(2, 2, 1, 3)), symmetric(with_values(3, 1, 2, 4, q=P))
    np.testing.assert_allclose(grad(plain)(a, B), grad(applied)(a, B, np.exp))
    half = np.linalg.cholesky(m)
    equal, direction, h = symmetric(half @ a @ half.T), symmetric(B), 1e-5
    for k, bar in enumerate(grad(rebuilt_in, argnums=(0, 1))(equal, m, B)):
        steps = [(equal + s * direction, m) if k == 0 else (equal, m + s * direction) for s in (h, -h)]
        expected = (rebuilt_in(*steps[0], B) - rebuilt_in(*steps[1], B)) / (2 * h)
        assert np.sum(bar * direction) == pytest.approx(expected, rel=1e-6)
    with pytest.raises(DegenerateSpectrumError):
        grad(lambda x: np.sum(eigh(x)[1]))(a)
