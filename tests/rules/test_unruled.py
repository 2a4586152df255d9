"""The types of functions and grids that have no rules: those of what they really give; what is active is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.polynomial import hermite, legendre

from s2sad import grad, jvp
from s2sad.errors import MissingRuleError
from s2sad.ir.types import FLOAT, INT, UNKNOWN, Array, Tuple, Type
from s2sad.rules.result_unruled import grid_type, made_type

GRIDS = ["0:3", "0:3,", "0:3, 1:2:5j", "0:4:0.5", "3:0:-1", "0:0", ":3, 0:2, 1:4:2j"]
X = np.array([3.0, 1.0, 3.0])
CALLS: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (np.hanning, (5,), {}),
    (np.kaiser, (5, 14.0), {}),
    (legendre.leggauss, (3,), {}),
    (hermite.hermgauss, (4,), {}),
    (np.unique, (X,), {}),
    (np.unique, (X,), {"return_index": True, "return_inverse": True, "return_counts": True}),
    (np.union1d, (X, [1, 2]), {}),
]


def type_of(value: Any) -> Type:
    if isinstance(value, np.ndarray):
        return Array(value.dtype.name, value.shape)
    return Tuple(tuple(map(type_of, value)))


def without_sizes(kind: Type, like: Type) -> Type:
    """A type with the dims left out that another one does not say."""
    if isinstance(kind, Tuple) and isinstance(like, Tuple):
        return Tuple(tuple(map(without_sizes, kind.elements, like.elements)))
    assert isinstance(kind, Array)
    assert isinstance(like, Array)
    return Array(kind.dtype, tuple(None if b is None else a for a, b in zip(kind.dims, like.dims, strict=True)))


@pytest.mark.parametrize(("function", "args", "kwargs"), CALLS)
def test_types_are_those_of_results(function: Any, args: Any, kwargs: Any) -> None:
    found = made_type(function, args, kwargs)
    assert without_sizes(type_of(function(*args, **kwargs)), found) == found


@pytest.mark.parametrize("grid", [np.mgrid, np.ogrid], ids=["mgrid", "ogrid"])
@pytest.mark.parametrize("index", GRIDS)
def test_types_are_those_of_grids(grid: Any, index: str) -> None:
    key = eval(f"np.s_[{index}]")
    made = grid[key]
    assert grid_type(grid, key) == type_of(made)


def test_grids_of_run_time() -> None:
    bounds = (slice(0, INT), slice(0, FLOAT, 3j), slice(FLOAT, 2.0, FLOAT))
    assert grid_type(np.mgrid, bounds) == Array("float64", (3, None, 3, None))
    assert grid_type(np.mgrid, slice(0, 1e12)) == UNKNOWN
    assert grid_type(np.mgrid, 3) == UNKNOWN
    assert made_type(np.unique, (X,), {"axis": 0}) == UNKNOWN
    assert made_type(np.hanning, (), {}) == UNKNOWN


def bound_of_a_grid(x: float) -> Any:
    return np.sum(np.mgrid[0:x:3j])


def active_unique(x: float) -> Any:
    return np.unique(np.array([x, 2.0 * x]))[0]


def active_window(x: float) -> Any:
    return np.sum(np.kaiser(5, x))


@pytest.mark.parametrize("program", [bound_of_a_grid, active_unique, active_window])
def test_what_is_differentiated_is_refused(program: Callable[[float], Any]) -> None:
    with pytest.raises(MissingRuleError):
        grad(program)(0.5)
    with pytest.raises(MissingRuleError):
        jvp(program, (0.5,), (1.0,))


def test_the_text_names_the_grid_and_has_no_helper() -> None:
    def f(x: float) -> Any:
        i, j = np.mgrid[0:3, 0:1:4j]
        return np.sum(np.exp(x * i) * j)

    text = grad(f).source(0.5)
    assert "np.mgrid[0:3, 0:1:4.0j]" in text
    assert "s2sad.runtime" not in text
