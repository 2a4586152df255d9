import numpy as np
import parameterised_program as example
import pytest

from s2sad import grad
from s2sad.testing import complex_step

variants = pytest.mark.parametrize("name", example.PROGRAMS)


def problem(name):
    program, count = example.PROGRAMS[name]
    return example.make_loss(program), example.start(count), example.make_samples(program, count)


@variants
def test_complex_step(name) -> None:
    loss, weights, samples = problem(name)
    gradients = grad(loss)(weights, samples)
    generator = np.random.default_rng(0)
    directions = tuple(generator.standard_normal(w.shape) for w in weights)
    expected = complex_step(lambda w: loss(w, samples), weights, directions)
    found = sum(np.sum(g * v) for g, v in zip(gradients, directions, strict=True))
    assert abs(found - expected) <= 1e-12 * max(1.0, abs(expected))


@variants
def test_gradient_has_the_structure_of_the_weights(name) -> None:
    loss, weights, samples = problem(name)
    gradients = grad(loss)(weights, samples)
    assert isinstance(gradients, tuple)
    assert [g.shape for g in gradients] == [w.shape for w in weights]


def test_a_shared_weight_collects_from_both_places() -> None:
    loss, (w0, w1), samples = problem("shared")
    apart = grad(example.make_loss(example.program))((w0, w1, w1), samples)
    together = grad(loss)((w0, w1), samples)
    np.testing.assert_allclose(together[0], apart[0], rtol=1e-12)
    np.testing.assert_allclose(together[1], apart[1] + apart[2], rtol=1e-12)


@variants
def test_training(name) -> None:
    _, history = example.train(*problem(name))
    assert history[-1] < 0.01 * history[0]


def test_main(capsys) -> None:
    example.main()
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["program", "shared", "with_skip"]
