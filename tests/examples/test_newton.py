import newton
import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.testing import complex_step


def cube_root_by_hand(a):
    """The same iteration with the derivative written out, for the complex step."""
    x, step = 1.0, 1.0
    while abs(step) > 1e-9:
        step = (x**3 - a) / (3.0 * x**2)
        x = x - step
    return x


def lowest_point_by_hand(a):
    x = 0.0
    for _ in range(8):
        x = x - (np.sinh(x) - a) / np.cosh(x)
    return x


@pytest.mark.parametrize("a", [0.5, 1.0, 2.0, 8.0])
def test_root(a) -> None:
    assert newton.cube_root(a) == pytest.approx(np.cbrt(a), rel=1e-14)
    assert grad(newton.cube_root)(a) == pytest.approx(a ** (-2.0 / 3.0) / 3.0, rel=1e-12)


@pytest.mark.parametrize("a", [-1.0, 0.0, 0.5, 2.0])
def test_minimum(a) -> None:
    assert newton.lowest_point(a) == pytest.approx(np.arcsinh(a), rel=1e-14)
    assert grad(newton.lowest_point)(a) == pytest.approx(1.0 / np.sqrt(1.0 + a * a), rel=1e-12)


@pytest.mark.parametrize(
    ("function", "by_hand"),
    [(newton.cube_root, cube_root_by_hand), (newton.lowest_point, lowest_point_by_hand)],
)
def test_complex_step_and_forward_mode(function, by_hand) -> None:
    expected = complex_step(by_hand, 1.7, 1.0)
    assert grad(function)(1.7) == pytest.approx(expected, rel=1e-12)
    assert jvp(function, (1.7,), (1.0,))[1] == pytest.approx(expected, rel=1e-12)


def test_second_derivative_through_the_loop() -> None:
    a = 0.8
    assert grad(grad(newton.lowest_point))(a) == pytest.approx(-a * (1.0 + a * a) ** -1.5, rel=1e-10)


def test_main(capsys) -> None:
    newton.main()
    assert "0.0833333333   0.0833333333" in capsys.readouterr().out
