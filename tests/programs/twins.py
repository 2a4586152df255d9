"""A program once more, for complex numbers: the reference of the complex step.

math.exp(x), np.abs(x), max(0.0, x)      of floats only, or not analytic
twin(f)                                  the same text, where these go by the real part
"""

from __future__ import annotations

import cmath
import importlib.util
import math
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from scipy import special


def modulus(x: Any) -> Any:
    """The absolute value as an analytic function on either side of zero."""
    return np.where(np.real(x) < 0.0, -x, x)[()]


def largest(x: Any, **keywords: Any) -> Any:
    """The element with the largest real part."""
    return np.ravel(x)[np.argmax(np.real(x))] if not keywords else np.max(x, **keywords)


class Numpy:
    """NumPy with what is not analytic replaced, and new arrays complex."""

    abs = staticmethod(modulus)
    max = staticmethod(largest)

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    @staticmethod
    def zeros(shape: Any, dtype: Any = None) -> Any:
        return np.zeros(shape, complex)

    @staticmethod
    def empty(shape: Any, dtype: Any = None) -> Any:
        return np.zeros(shape, complex)


def comparable(function: Callable[[Any], complex]) -> Callable[[Any], Any]:
    """A function whose results can be compared: NumPy orders complex numbers by their real parts."""
    return lambda x: np.complex128(function(x))


MATH = SimpleNamespace(
    **{name: comparable(getattr(cmath, name)) for name in ("sqrt", "exp", "log", "sin", "cos")},
    erf=special.erf,
    inf=math.inf,
    pi=math.pi,
)


def twin(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of the same name in a second copy of its module."""
    module = _second_copy(function.__module__)
    result: Callable[..., Any] = getattr(module, function.__name__)
    return result


def _second_copy(name: str) -> ModuleType:
    specification = importlib.util.find_spec(name)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    replaced = {"np": Numpy(), "math": MATH, "abs": modulus}
    replaced |= {"min": lambda *x: min(x, key=np.real), "max": lambda *x: max(x, key=np.real)}
    module.__dict__.update(replaced)
    return module
