import baydin
import numpy as np
import pytest

from s2sad import grad, value_and_grad
from s2sad.testing import complex_step


def test_figures() -> None:
    y, gradient = value_and_grad(baydin.f, argnums=(0, 1))(2.0, 5.0)
    assert y == pytest.approx(11.652, abs=5e-4)
    assert gradient == pytest.approx((5.5, 1.716), abs=5e-4)


def test_against_the_formulas() -> None:
    x1, x2 = 1.3, -0.4
    gradient = grad(baydin.f, argnums=(0, 1))(x1, x2)
    assert gradient == pytest.approx((1.0 / x1 + x2, x1 - np.cos(x2)), rel=1e-12)


def test_against_the_complex_step() -> None:
    expected = complex_step(lambda x: baydin.f(*x), (2.0, 5.0), (0.3, 0.7))
    x1_bar, x2_bar = grad(baydin.f, argnums=(0, 1))(2.0, 5.0)
    assert 0.3 * x1_bar + 0.7 * x2_bar == pytest.approx(expected, rel=1e-12)


def test_main(capsys) -> None:
    baydin.main()
    assert {"11.652", "5.500", "1.716"} <= set(capsys.readouterr().out.split())
