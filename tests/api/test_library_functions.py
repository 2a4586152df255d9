"""Functions of NumPy, SciPy and `math`, given to be differentiated as they are: their rules count, not their texts."""

from __future__ import annotations

import math
import pickle
from functools import partial
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jacobian, jvp, source, vjp
from s2sad.errors import DifferentiationTypeError, NoSourceError
from s2sad.testing import check_grads

X = np.array([0.3, -1.2, 0.8])
A = np.array([[2.0, 0.3], [0.1, 1.5]])


@pytest.mark.parametrize(
    "case",
    [
        (np.sin, 0.3),
        (math.hypot, 0.3, 0.4),
        (np.linalg.norm, X),
        (np.linalg.inv, A),
        (np.fft.fft, X),
        (np.ndarray.sum, X),
        (partial(np.linalg.norm, ord=1), X),
    ],
    ids=("sin", "hypot", "norm", "inv", "fft", "method", "partial"),
)
def test_right(case: Any) -> None:
    function, *args = case
    check_grads(function, args, order=2)


def test_keywords_and_names() -> None:
    np.testing.assert_allclose(grad(np.linalg.norm)(X, ord=1), np.sign(X))
    np.testing.assert_allclose(grad(np.linalg.norm, argnums="x")(x=X), X / np.linalg.norm(X))
    np.testing.assert_allclose(jacobian(np.cumsum)(X), np.tril(np.ones((3, 3))))
    np.testing.assert_allclose(vjp(np.dot, A, X[:2])[1](np.ones(2))[1], np.ones(2) @ A)


def test_inside() -> None:
    def slope(x: Any) -> Any:
        return np.sum(grad(np.linalg.norm)(x))

    check_grads(slope, (X,))


def test_object() -> None:
    made = grad(np.linalg.norm)
    assert made.__name__ == "norm"
    np.testing.assert_allclose(pickle.loads(pickle.dumps(made))(X), made(X))
    assert "np.cos(x)" in source(np.sin, args=(0.3,)) or "np.cos(args_0)" in source(np.sin, args=(0.3,))


def test_scipy() -> None:
    images = pytest.importorskip("scipy.ndimage")
    stats = pytest.importorskip("scipy.stats")
    check_grads(images.convolve, (X, X[:2]))
    check_grads(partial(stats.norm.logpdf, scale=2.0), (0.3,))
    np.testing.assert_allclose(jvp(images.convolve, (X, X), (X, 0.0 * X))[1], images.convolve(X, X))


def test_what_has_no_derivative() -> None:
    with pytest.raises(DifferentiationTypeError, match="argmax"):
        grad(np.argmax)(X)
    for function in (len, np.poly1d):
        with pytest.raises(NoSourceError, match="not available"):
            grad(function)(X)
