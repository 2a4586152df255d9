"""What a class holds, or an object without numbers, may be something else at the next call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import s2sad


def make() -> tuple[type, Any]:
    class Model:
        mode, power, flag, pair = "square", 2, None, (1, 2)
        act = staticmethod(np.sin)

        def step(self, x: Any) -> Any:
            return x * 2

        def __call__(self, x: Any) -> Any:
            return x * self.power

    return Model, Model()


def of_class(x: Any, cls: Any) -> Any:
    return x * x if cls.mode == "square" else x**3


def of_tuple(x: Any, model: Any) -> Any:
    return x * x * model.pair[1] if model.flag is None else x * model.pair[0]


def of_functions(x: Any, model: Any) -> Any:
    return model.act(x) + model.step(x * x)


CHANGES: list[tuple[Callable[..., Any], str, Any]] = [
    (of_class, "mode", "cube"),
    (of_tuple, "pair", (3, 4)),
    (of_tuple, "flag", "set"),
    (of_functions, "act", np.cos),
    (of_functions, "step", lambda x: x * 5),
]


def slope(f: Callable[[float], Any]) -> float:
    return float(f(2.0 + 1e-6) - f(2.0 - 1e-6)) / 2e-6


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize(("function", "name", "new"), CHANGES)
def test_changed_on_the_object_and_back(function: Callable[..., Any], name: str, new: Any, given: bool) -> None:
    _, model = make()
    derivative = s2sad.grad(function if given else lambda x: function(x, model))
    args = (2.0, model) if given else (2.0,)
    assert derivative(*args) == pytest.approx(slope(lambda x: function(x, model)), abs=1e-6)
    setattr(model, name, new)
    assert derivative(*args) == pytest.approx(slope(lambda x: function(x, model)), abs=1e-6)
    delattr(model, name)
    assert derivative(*args) == pytest.approx(slope(lambda x: function(x, model)), abs=1e-6)


@pytest.mark.parametrize(("function", "name", "new"), CHANGES[:3])
def test_changed_on_the_class(function: Callable[..., Any], name: str, new: Any) -> None:
    cls, model = make()
    for holder in (cls, model):
        derivative = s2sad.grad(lambda x, holder=holder: function(x, holder))
        assert derivative(2.0) == pytest.approx(slope(lambda x, h=holder: function(x, h)), abs=1e-6)
        before = getattr(cls, name)
        setattr(cls, name, new)
        assert derivative(2.0) == pytest.approx(slope(lambda x, h=holder: function(x, h)), abs=1e-6)
        setattr(cls, name, before)


def test_called_object_with_a_number_in_its_class() -> None:
    cls, model = make()
    derivative = s2sad.grad(model)
    assert derivative(2.0) == 2.0
    cls.power = 3
    assert derivative(2.0) == 3.0
