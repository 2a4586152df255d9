"""Derivatives of class methods, with the decorators in either order, and objects that look like derivatives."""

from typing import Any

import numpy as np
import pytest

from s2sad import elementwise_grad, grad, hessian, jacfwd, jacrev, jvp, value_and_grad


class Above:
    w = 2.0

    @classmethod
    @grad
    def first(cls, x):
        return cls.w * x**2

    @classmethod
    @grad(argnums="x")
    def named(klass, y, x):
        return klass.w * x**2 * y

    @classmethod
    @grad(argnums=1)
    def second(cls, y, x):
        return cls.w * x**2 * y

    @classmethod
    @value_and_grad
    def both(cls, x):
        return cls.w * x**2

    @classmethod
    @hessian
    def bent(cls, x):
        return cls.w * x**2

    def through_instance(self, x):
        return self.first(x) * x


class Below:
    w = 2.0

    @grad
    @classmethod
    def first(cls, x):
        return cls.w * x**2

    @grad(argnums="x")
    @classmethod
    def named(cls, y, x):
        return cls.w * x**2 * y

    @grad(argnums=1)
    @classmethod
    def second(cls, y, x):
        return cls.w * x**2 * y

    @value_and_grad
    @classmethod
    def both(cls, x):
        return cls.w * x**2

    @hessian
    @classmethod
    def bent(cls, x):
        return cls.w * x**2

    def through_instance(self, x):
        return self.first(x) * x


class AboveChild(Above):
    w = 5.0


class BelowChild(Below):
    w = 5.0


@pytest.mark.parametrize("cls", [Above, Below, AboveChild, BelowChild])
def test_class_methods(cls: Any) -> None:
    w = cls.w
    assert (cls.first(3.0), cls().first(3.0), cls.named(2.0, 3.0), cls.second(2.0, 3.0)) == (
        6 * w,
        6 * w,
        12 * w,
        12 * w,
    )
    assert (cls.both(3.0), cls.bent(3.0)) == ((9 * w, 6 * w), 2 * w)
    assert grad(cls.first)(3.0) == 2 * w
    assert jvp(cls.first, (3.0,), (1.0,)) == (6 * w, 2 * w)
    assert grad(lambda x: cls.first(x) * x)(3.0) == 12 * w
    assert grad(cls().through_instance)(3.0) == 12 * w
    assert grad(lambda f, x: f(x), argnums=1)(cls.first, 3.0) == 2 * w
    taken = cls.first
    assert grad(lambda x: taken(x))(3.0) == 2 * w  # noqa: PLW0108 - the call is what is differentiated


@pytest.mark.parametrize("derivative", [jacfwd, jacrev, elementwise_grad])
def test_matrices_of_class_methods(derivative: Any) -> None:
    class Local:
        above = classmethod(derivative(lambda cls, x: x * x))
        below = derivative(classmethod(lambda cls, x: x * x))

    assert (Local.above(3.0), Local.below(3.0)) == (6.0, 6.0)


class Distance:
    def __init__(self, target):
        self.target = target

    def __call__(self, x):
        return np.sum((x - self.target) ** 2)


def test_an_object_with_an_attribute_called_target() -> None:
    distance = Distance(np.ones(2))
    assert grad(distance)(np.zeros(2)).tolist() == [-2.0, -2.0]
