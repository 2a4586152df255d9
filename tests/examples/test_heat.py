import heat
import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.testing import complex_step

KAPPA = 0.05


@pytest.fixture
def problem():
    return heat.make_problem()


def gradients(initial, measured):
    return grad(heat.misfit, argnums=("kappa", "initial"))(KAPPA, initial, measured)


def test_by_hand(problem) -> None:
    kappa_bar, initial_bar = gradients(*problem)
    expected = heat.by_hand(KAPPA, *problem)
    assert kappa_bar == pytest.approx(expected[0], rel=1e-12)
    np.testing.assert_allclose(initial_bar, expected[1], rtol=0, atol=1e-12)


@pytest.mark.parametrize("steps", [0, 1, 2, 7])
def test_whichever_buffer_comes_last(problem, steps) -> None:
    """An odd number of swaps ends in the other buffer; none at all leaves the initial state."""
    initial, measured = problem
    kappa_bar, initial_bar = grad(heat.misfit, argnums=(0, 1))(KAPPA, initial, measured, steps)
    expected = heat.by_hand(KAPPA, initial, measured, steps)
    assert kappa_bar == pytest.approx(expected[0], rel=1e-12, abs=1e-15)
    np.testing.assert_allclose(initial_bar, expected[1], rtol=0, atol=1e-12)


def test_complex_step_in_both_modes(problem) -> None:
    initial, measured = problem
    direction = np.random.default_rng(0).standard_normal(initial.shape)
    expected = complex_step(lambda x: heat.misfit(x[0], x[1], measured), (KAPPA, initial), (0.7, direction))
    kappa_bar, initial_bar = gradients(initial, measured)
    assert abs(0.7 * kappa_bar + initial_bar @ direction - expected) <= 1e-12
    tangents = (0.7, direction, np.zeros_like(measured))
    _, misfit_dot = jvp(heat.misfit, (KAPPA, initial, measured), tangents)
    assert abs(misfit_dot - expected) <= 1e-12


def test_arguments_stay_as_they_are(problem) -> None:
    initial, measured = problem
    before = initial.copy(), measured.copy()
    gradients(initial, measured)
    np.testing.assert_array_equal(initial, before[0])
    np.testing.assert_array_equal(measured, before[1])


def test_the_diffusivity_is_found_again(problem) -> None:
    assert heat.fit(*problem) == pytest.approx(0.2, rel=1e-8)


def test_main(capsys) -> None:
    heat.main()
    assert "∂misfit/∂κ = -0.190886" in capsys.readouterr().out
