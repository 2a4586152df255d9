"""Methods of classes that are other functions at the next call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad


class Scaling:
    def __init__(self, w: Any = 1.0) -> None:
        self.w = w

    def method(self, t: Any) -> Any:
        return t * 2.0

    @classmethod
    def of_class(cls, t: Any) -> Any:
        return t * 2.0

    @staticmethod
    def static(t: Any) -> Any:
        return t * 2.0

    @property
    def double(self) -> Any:
        return self.w * 2.0

    def __call__(self, t: Any) -> Any:
        return t * 2.0


ONE = Scaling()
CASES: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "method": (lambda x: np.sum(ONE.method(x)), lambda self, t: t**3),
    "of_class": (lambda x: np.sum(ONE.of_class(x)), classmethod(lambda cls, t: t**3)),
    "static": (lambda x: np.sum(Scaling.static(x)), staticmethod(lambda t: t**3)),
    "double": (lambda x: np.sum(Scaling(x).double), property(lambda self: self.w**3)),
    "__call__": (lambda x: np.sum(ONE(x)), lambda self, t: t**3),
}


@pytest.mark.parametrize("name", CASES)
def test_a_method_that_was_replaced_is_compiled_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fun, other = CASES[name]
    x = np.array([1.0, 2.0])
    np.testing.assert_array_equal(grad(fun)(x), [2.0, 2.0])
    monkeypatch.setattr(Scaling, name, other)
    np.testing.assert_allclose(grad(fun)(x), [3.0, 12.0])
