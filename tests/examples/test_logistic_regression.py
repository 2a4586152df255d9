import logistic_regression as example
import numpy as np
import pytest

from s2sad import grad
from s2sad.testing import complex_step


def weights():
    return np.random.default_rng(0).standard_normal(3)


def test_gradient_is_that_by_hand() -> None:
    found = grad(example.loss)(weights(), example.X, example.TARGETS)
    np.testing.assert_allclose(found, example.by_hand(weights(), example.X, example.TARGETS), rtol=1e-12, atol=1e-12)


def test_complex_step() -> None:
    found = grad(example.loss)(weights(), example.X, example.TARGETS)
    for i, unit in enumerate(np.eye(3)):
        expected = complex_step(lambda w: example.loss(w, example.X, example.TARGETS), weights(), unit)
        assert abs(found[i] - expected) <= 1e-12 * max(1.0, abs(expected))


def test_training_by_hand_ends_at_the_same_weights() -> None:
    w = np.zeros(3)
    for _ in range(100):
        w = w - 0.01 * example.by_hand(w, example.X, example.TARGETS)
    np.testing.assert_allclose(example.train(np.zeros(3)), w, rtol=0, atol=1e-12)


def test_main_prints_the_loss_before_and_after(capsys) -> None:
    assert example.loss(np.zeros(3), example.X, example.TARGETS) == pytest.approx(4.0 * np.log(2.0), rel=1e-12)
    after = example.loss(example.train(np.zeros(3)), example.X, example.TARGETS)
    assert after < 0.6
    example.main()
    out = capsys.readouterr().out
    assert "2.772589" in out
    assert f"{after:.6f}" in out
