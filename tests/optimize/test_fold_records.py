"""Adjoints of dicts with known keys are kept key by key: no dict is added to another in a loop."""

import numpy as np
import pytest

from s2sad import grad, source
from s2sad.testing import check_grads


def momentum(v):
    s = {"m": 0.0, "v": 0.0}
    for _ in range(10):
        s["m"] = 0.9 * s["m"] + 0.1 * v
        s["v"] = 0.99 * s["v"] + 0.01 * v * v
    return s["m"] * s["v"]


def arrays(v):
    s = {"m": np.zeros_like(v), "k": 1.0}
    for _ in range(5):
        s["m"] = 0.9 * s["m"] + s["k"] * v
        s["k"] = s["k"] * np.sum(v)
    return np.sum(s["m"] ** 2)


def nested(p):
    return np.sum(p["layer"]["W"] @ p["layer"]["b"]) * p["k"]


@pytest.mark.parametrize(
    ("function", "x"),
    [
        (momentum, 0.7),
        (arrays, np.array([0.3, 0.4])),
        (nested, {"layer": {"W": np.ones((2, 3)), "b": np.arange(3.0)}, "k": 2.0}),
    ],
)
def test_adjoints_of_dicts_key_by_key(function, x):
    check_grads(function, (x,))
    assert "add(" not in grad(function).source(x)


def test_the_text_of_a_state_in_a_loop():
    assert "s_bar = {'m': 0.9 * t, 'v': 0.99 * t_bar}" in source(momentum)
