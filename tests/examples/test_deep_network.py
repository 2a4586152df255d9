import deep_network as example
import numpy as np
import pytest

from s2sad import grad
from s2sad.testing import COARSE, check_grads, complex_step

losses = pytest.mark.parametrize("loss", example.LOSSES)


def problem():
    return example.make_network(layers=4, width=6), *example.make_samples(6, 5)


@losses
def test_gradient_is_that_of_the_textbook_recursion(loss) -> None:
    arguments = problem()
    gradients = grad(loss)(*arguments)
    assert isinstance(gradients, list)
    for found, expected in zip(gradients, example.by_hand(loss, *arguments), strict=True):
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=0, atol=1e-12)


@pytest.mark.parametrize("loss", [example.mean_squared_error, example.cross_entropy])
def test_complex_step(loss) -> None:
    params, x, y = problem()
    generator = np.random.default_rng(0)
    directions = [(generator.standard_normal(W.shape), generator.standard_normal(b.shape)) for W, b in params]
    expected = complex_step(lambda p: loss(p, x, y), params, directions)
    pairs = zip(grad(loss)(params, x, y), directions, strict=True)
    found = sum(np.sum(g * v) for gradient, direction in pairs for g, v in zip(gradient, direction, strict=True))
    assert abs(found - expected) <= 1e-12 * max(1.0, abs(expected))


def test_mean_absolute_error_where_the_complex_step_is_wrong() -> None:
    report = check_grads(example.mean_absolute_error, problem(), order=1, argnums=0)
    assert report.errors["reverse"] <= COARSE


def test_main(capsys, monkeypatch) -> None:
    monkeypatch.setattr(example, "measure_growth_on_one_thread", lambda: (1.0, 2.0, 3.0))
    example.main()
    assert "layers^1.00 · width^2.00, at most 3.0 times" in capsys.readouterr().out


@pytest.mark.slow
def test_cost_grows_with_layers_and_with_width_squared() -> None:
    """Measured up to three times, because the machine may be busy with something else."""
    found = []
    for _ in range(3):
        depth, width, ratio = example.measure_growth_on_one_thread()
        if abs(depth - 1.0) <= 0.15 and abs(width - 2.0) <= 0.2 and ratio <= 4.0:
            return
        found.append((depth, width, ratio))
    pytest.fail(f"slopes in depth and width, ratio to the forward pass: {found}")
