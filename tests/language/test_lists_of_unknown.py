"""Lists whose elements have a type that nobody knows, given to NumPy: arrays there, as NumPy makes of them itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad.testing import check_grads

BYTES = np.array([0.3, -0.2, 0.5, 0.1, 0.7]).tobytes()
CONSUMERS: dict[str, Callable[[Any], Any]] = {
    "sum": np.sum,
    "mean": np.mean,
    "std": np.std,
    "median": np.median,
    "exp": lambda xs: np.sum(np.exp(xs)),
    "maximum": lambda xs: np.sum(np.maximum(xs, 0.1)),
    "clip": lambda xs: np.sum(np.clip(xs, 0.0, 0.8)),
    "dot": lambda xs: np.dot(xs, xs),
    "matmul": lambda xs: np.ones(4) @ xs,
    "multiply": lambda xs: np.sum(np.ones(4) * xs),
    "square": lambda xs: np.sum(np.square(xs)),
    "norm": np.linalg.norm,
    "concatenate": lambda xs: np.sum(np.concatenate([xs, [1.0]]) ** 2),
    "stack": lambda xs: np.sum(np.stack(xs)),
    "nested": lambda xs: np.mean([xs, xs]),
    "sequence": lambda xs: np.sum((xs[0], xs[1])),
}


@pytest.mark.parametrize("name", CONSUMERS)
def test_a_list_grown_in_a_loop(name: str) -> None:
    consumer = CONSUMERS[name]

    def f(x: float) -> Any:
        v = np.frombuffer(BYTES)
        xs = []
        for k in range(4):
            xs.append(x + v[k] * x * x)
        return consumer(xs)

    check_grads(f, (0.7,), order=2)


def test_a_list_of_arrays() -> None:
    def f(x: float) -> Any:
        v = np.frombuffer(BYTES)
        rows = []
        for k in range(4):
            rows.append(x + v[k : k + 2] * x * x)
        return np.sum(np.mean(rows, axis=0) ** 2) + np.sum(np.vstack(rows)) + np.linalg.norm(rows)

    check_grads(f, (0.7,), order=2)
