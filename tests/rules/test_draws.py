"""The types of what random generators give: those of what they really give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import grad
from s2sad.errors import MissingRuleError
from s2sad.ir.types import FLOAT, INT, UNKNOWN, Array, scalar_of
from s2sad.rules.result_drawn import type_of_draw

X = np.ones((3, 2), dtype=np.float32)
CALLS: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "normal": [((), {}), ((0.0, 1.0, 3), {}), ((X, 1.0), {}), ((), {"size": (2, 3)}), ((np.float64(1),), {"size": ()})],
    "standard_normal": [((), {}), ((4,), {}), (((2, 1),), {})],
    "uniform": [((-1.0, 1.0), {}), ((0.0, [1.0, 2.0]), {}), ((), {"size": None})],
    "lognormal": [((0.0, 1.0, (3, 2)), {})],
    "standard_gamma": [((2.0,), {}), ((2.0, 3), {})],
    "poisson": [((3.0,), {}), ((3.0, 4), {}), ((X,), {})],
    "binomial": [((3, 0.5), {}), ((3, 0.5, (2, 2)), {})],
    "choice": [((5,), {}), ((5, 2), {}), (([1.0, 2.0],), {}), ((X[0], (2, 2)), {}), ((5, ()), {})],
    "permutation": [((5,), {}), ((X,), {}), (([1, 2, 3],), {})],
    "dirichlet": [(([1.0, 2.0, 3.0],), {}), (([1.0, 2.0, 3.0], 4), {})],
    "multivariate_normal": [(([1.0, 2.0], np.eye(2)), {}), (([1.0, 2.0], np.eye(2), (3, 1)), {})],
}
GENERATOR_ONLY: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "random": [((), {}), ((3,), {}), ((3,), {"dtype": np.float32}), ((), {"dtype": np.float32})],
    "integers": [((3,), {}), ((0, 5, 3), {}), (([3, 4],), {}), ((3,), {"dtype": int}), ((3,), {"dtype": np.int8})],
    "choice": [((X,), {}), ((X, (2, 2)), {})],
    "permuted": [((X,), {}), ((X,), {"axis": 1})],
}
STATE_ONLY: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "rand": [((), {}), ((3, 2), {})],
    "randn": [((), {}), ((3,), {})],
    "random_sample": [((), {}), (((3, 2),), {})],
    "randint": [((3,), {}), ((0, 5, 3), {}), ((3,), {"dtype": np.int8, "size": 2}), ((3,), {"dtype": np.int64})],
}
GENERATORS = (
    (np.random.default_rng(0), (CALLS, GENERATOR_ONLY)),
    (np.random.RandomState(0), (CALLS, STATE_ONLY)),
)
CASES = [
    (getattr(generator, name), args, kwargs)
    for generator, tables in GENERATORS
    for calls in tables
    for name, cases in calls.items()
    for args, kwargs in cases
]


@pytest.mark.parametrize(("method", "args", "kwargs"), CASES, ids=lambda v: str(getattr(v, "__qualname__", "")) or None)
def test_types_are_those_of_draws(method: Any, args: Any, kwargs: Any) -> None:
    value, kind = method(*args, **kwargs), type_of_draw(method, args, kwargs)
    expected = Array(value.dtype.name, value.shape) if isinstance(value, np.ndarray) else scalar_of(value)
    assert kind == expected


def test_sizes_of_run_time_and_unknown_calls() -> None:
    rng = np.random.default_rng(0)
    assert type_of_draw(rng.normal, (), {"size": INT}) == Array("float64", (None,))
    assert type_of_draw(rng.normal, (), {"size": UNKNOWN}) == UNKNOWN
    assert type_of_draw(rng.choice, (Array("int64", (7, 2)),), {"axis": 1}) == UNKNOWN
    assert type_of_draw(rng.poisson, (FLOAT,), {}) == UNKNOWN
    assert type_of_draw(rng.spawn, (2,), {}) == UNKNOWN
    assert type_of_draw(np.random.ranf, (), {}) == FLOAT


def test_an_active_parameter_of_a_draw_is_refused() -> None:
    def f(rho: float) -> float:
        return np.random.default_rng(0).normal(rho, 1.0) * 2.0

    with pytest.raises(MissingRuleError, match=r"mu \+ s \* rng\.normal\(\)"):
        grad(f)(0.5)


def test_no_helper_for_a_draw() -> None:
    def f(x: float, n: int) -> Any:
        rng = np.random.default_rng(0)
        return np.sum(x * rng.standard_normal(n)) * np.mean(rng.random((3, n)))

    text = grad(f).source(0.5, 4)
    assert "s2sad.runtime" not in text
    assert text.index("standard_normal(n)") < text.index("random((3, n))")
