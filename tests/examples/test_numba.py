"""The derivatives of the examples that Numba compiles are compiled by Numba; docs/numba.md lists the exceptions."""

import importlib

import numpy as np
import pytest

from s2sad import source
from s2sad.testing.trees import pairs_of
from tests.golden.programs import load_file
from tests.golden.test_numba import compiled, exceptions

numba = pytest.importorskip("numba")

RNG = np.random.default_rng(5)
W0, W1, X0 = np.array([[1.0, -3.0], [0.2, 1.0]]), np.array([[1.0, -1.0]]), np.array([1.0, 0.1])
LAYERS = [(RNG.standard_normal((3, 3)), RNG.standard_normal((3, 1))) for _ in range(2)]
SAMPLES = (RNG.standard_normal((3, 4)), RNG.standard_normal((3, 4)))
CASES = [
    ("recursion", "func", (), (0.7,)),
    ("baydin", "f", (), (2.0, 5.0)),
    ("two_layer", "loss", (), (W0, W1, X0, np.array([0.5]))),
    ("logistic_regression", "loss", ("predict",), (np.full(3, 0.1), RNG.standard_normal((4, 3)), np.arange(4) > 1)),
    ("heat", "misfit", ("diffuse",), (0.05, RNG.standard_normal(11), RNG.standard_normal(11), 5, 1.0e-3)),
    ("black_scholes", "call_price", ("normal_cdf",), (100.0, 110.0, 0.03, 0.2, 1.5)),
    ("deep_network", "mean_squared_error", ("network",), (LAYERS, *SAMPLES)),
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", ["reverse", "forward"])
@pytest.mark.parametrize(("example", "name", "helpers", "args"), CASES, ids=[case[0] for case in CASES])
def test_numba_compiles_the_derivative(example, name, helpers, args, mode, tmp_path, monkeypatch) -> None:
    module = importlib.import_module(example)
    function = getattr(module, name)
    path = tmp_path / f"{example}_{mode}.py"
    path.write_text(source(function, mode=mode, args=args))
    derivative = getattr(load_file(path, path.stem), f"{name}_{'grad' if mode == 'reverse' else 'jvp'}")
    if mode == "forward":
        args = (*args, args[0])  # the point itself as the direction
    expected = derivative(*args)
    for helper in helpers:
        monkeypatch.setattr(module, helper, numba.njit(getattr(module, helper)))
    if isinstance(compiled(function, args[: function.__code__.co_argcount]), Exception):
        pytest.skip("Numba does not compile the example itself")
    found = compiled(derivative, args)
    listed = f"examples/{example}.{mode}" in exceptions()
    assert isinstance(found, Exception) == listed, str(found)
    if not listed:
        assert all(np.allclose(a, b, rtol=1e-10, atol=1e-12) for a, b in pairs_of(expected, found))
