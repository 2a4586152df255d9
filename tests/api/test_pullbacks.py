"""A pullback is a linear function of the cotangent, which is differentiated wherever it was made."""

import numpy as np
import pytest

from s2sad import S2SADError, deferred, grad, hessian, jacobian, jvp, vjp
from s2sad.testing import check_grads

W = np.linspace(-0.5, 0.6, 6).reshape(3, 2)
X = np.array([0.1, 0.2])


def net(w, x):
    for _ in range(3):
        x = np.tanh(w.T @ (w @ x))
    return x


def parts(p):
    return {"sum": np.sin(p["a"]) * p["b"], "b": (p["b"],)}


def test_grad_of_a_pullback_call():
    _, pullback = vjp(np_sin, 2.0)
    assert grad(lambda c: pullback(c)[0])(1.0) == pytest.approx(np.cos(2.0), rel=1e-15)
    second = grad(grad(lambda d: pullback(d)[0] ** 2))
    assert second(3.0) == pytest.approx(2.0 * np.cos(2.0) ** 2, rel=1e-15)


def test_jvp_of_a_pullback_is_the_pullback():
    y, pullback = vjp(net, W, X)
    bars, dots = jvp(pullback, (y,), (2.0 * y,))
    for bar, dot in zip(bars, dots, strict=True):
        assert np.allclose(dot, 2.0 * bar, rtol=1e-15)


def test_vjp_of_a_pullback_is_the_jvp():
    _, pullback = vjp(net, W, X)
    _, back = vjp(pullback, np.ones(2))
    (c_bar,) = back((0.3 * W, 0.7 * X))
    assert np.allclose(c_bar, jvp(net, (W, X), (0.3 * W, 0.7 * X))[1], rtol=1e-13)


def test_second_order_and_matrices_of_a_pullback():
    _, pullback = vjp(net, W, X)
    check_grads(lambda c: np.sum(pullback(c)[0] ** 2), (np.array([1.0, 2.0]),))
    assert np.allclose(jacobian(lambda c: pullback(c)[1])(X), jacobian(net, argnums=1)(W, X).T, rtol=1e-13)
    assert hessian(lambda c: np.sum(pullback(c)[1] ** 2))(X).shape == (2, 2)


def test_pullback_as_an_argument_and_of_trees():
    _, pullback = vjp(parts, {"a": 1.0, "b": np.ones(2)})
    along = grad(lambda h, s: h({"sum": s * np.ones(2), "b": (s * np.ones(2),)})[0]["a"], argnums=1)
    assert along(pullback, 2.0) == pytest.approx(2.0 * np.cos(1.0), rel=1e-15)


def test_pullbacks_of_one_function_share_a_program(monkeypatch):
    def gradient(x):
        _, pullback = vjp(np_sin, x)
        return grad(lambda c: pullback(c)[0])(1.0)

    gradient(1.0)
    monkeypatch.setattr(deferred.compiling, "compiled_for", None)
    assert gradient(2.0) == pytest.approx(np.cos(2.0), rel=1e-15)


def np_sin(x):
    return np.sin(x)


def test_a_cotangent_that_does_not_fit_refuses_inside_too():
    _, pullback = vjp(net, W, X)
    with pytest.raises(S2SADError, match="the cotangent of `result` has shape"):
        grad(lambda c: np.sum(pullback(c)[1]))(1.0)
