import numpy as np
import two_layer

from s2sad.testing import complex_step


def test_figures() -> None:
    _, gradients, weights = two_layer.descend(two_layer.W0, two_layer.W1)
    np.testing.assert_allclose(gradients[0], [[-0.1187, -0.0119], [0.171, 0.0171]], rtol=0, atol=1e-3)
    np.testing.assert_allclose(gradients[1], [[-0.113, -0.054]], rtol=0, atol=1e-3)
    np.testing.assert_allclose(weights[0], [[1.02, -3.0], [0.17, 1.0]], rtol=0, atol=5e-3)
    np.testing.assert_allclose(weights[1], [[1.02, -0.989]], rtol=0, atol=5e-3)


def test_by_hand() -> None:
    arguments = two_layer.W0, two_layer.W1
    _, gradients, _ = two_layer.descend(*arguments)
    for found, expected in zip(gradients, two_layer.by_hand(*arguments, two_layer.X0, two_layer.Y), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


def test_complex_step() -> None:
    weights = two_layer.W0, two_layer.W1
    _, gradients, _ = two_layer.descend(*weights)
    generator = np.random.default_rng(0)
    directions = tuple(generator.standard_normal(w.shape) for w in weights)
    expected = complex_step(lambda w: two_layer.loss(*w, two_layer.X0, two_layer.Y), weights, directions)
    found = sum(np.sum(g * v) for g, v in zip(gradients, directions, strict=True))
    assert abs(found - expected) <= 1e-12


def test_the_step_lowers_the_loss(capsys) -> None:
    value, _, weights = two_layer.descend(two_layer.W0, two_layer.W1)
    assert two_layer.loss(*weights, two_layer.X0, two_layer.Y) < value
    two_layer.main()
    assert "-0.1187" in capsys.readouterr().out
