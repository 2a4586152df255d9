"""Which argument is meant: by position, by name, however it was passed; and what derivative objects look like."""

import functools
import inspect
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from s2sad import (
    S2SADError,
    custom_jvp,
    elementwise_grad,
    grad,
    hessian,
    hvp,
    jacfwd,
    jacobian,
    jacrev,
    jvp,
    source,
    value_and_grad,
    vjp,
)
from s2sad.rules.table import RuleTable


def product(x: float, y: float = 2.0, *, k: float = 1.0) -> float:
    """x y**2 k"""
    return x * y * y * k


def squares(*xs):
    s = 0.0
    for x in xs:
        s = s + x * x
    return s


def scaled(a, *xs, k=2.0):
    s = 0.0
    for x in xs:
        s = s + a * x * k
    return s


class Model:
    scale = 2.0

    def __init__(self, w: float) -> None:
        self.w = w
        self.label = "model"

    def loss(self, x, y=1.0):
        return self.w * self.scale * x * x * y

    @grad
    def slope(self, x, y=1.0):
        """The slope in x."""
        return self.w * x * x * y

    @grad(argnums=1)
    def slope_y(self, x, y=1.0):
        return self.w * x * x * y

    @grad(argnums="self")
    def parameters(self, x):
        return self.w * x * x

    @staticmethod
    @grad
    def static(x):
        return x * x

    def __call__(self, x):
        return self.w * x


@pytest.mark.parametrize(
    ("argnums", "expected"),
    [
        (0, 4.0),
        (1, 12.0),
        (-2, 12.0),
        ("y", 12.0),
        ("k", 12.0),
        ((0, 1), (4.0, 12.0)),
        (["y"], (12.0,)),
        (("k", 0), (12.0, 4.0)),
    ],
)
def test_argnums(argnums, expected) -> None:
    derivative = grad(product, argnums=argnums)
    assert derivative(3.0, 2.0) == expected
    assert derivative(3.0) == expected
    assert derivative(x=3.0, y=2.0) == expected
    assert derivative(3.0, k=1.0, y=2.0) == expected


def test_changed_defaults() -> None:
    def f(x, y=2.0):
        return x * y

    derivative = grad(f)
    assert derivative(1.0) == 2.0
    f.__defaults__ = (5.0,)
    assert derivative(1.0) == 5.0


def test_spread() -> None:
    assert grad(squares)(1.0, 2.0) == 2.0
    assert grad(squares, argnums=1)(1.0, 2.0) == 4.0
    assert grad(squares, argnums=-1)(1.0, 2.0, 3.0) == 6.0
    assert grad(squares, argnums="xs")(1.0, 2.0, 3.0) == (2.0, 4.0, 6.0)
    assert grad(scaled, argnums=("xs", "a", 1))(3.0, 1.0, 2.0) == ((6.0, 6.0), 6.0, 6.0)
    assert grad(scaled, argnums="k")(3.0, 1.0, 2.0) == 9.0
    assert grad(scaled, argnums="k")(3.0, 1.0, k=5.0) == 3.0
    assert value_and_grad(scaled, argnums=("xs",))(3.0, 1.0) == (6.0, ((6.0,),))
    assert jvp(squares, (1.0, 2.0), (1.0, 1.0)) == (5.0, 6.0)
    out, pullback = vjp(squares, 1.0, 2.0)
    assert (out, pullback(1.0)) == (5.0, (2.0, 4.0))
    assert grad(grad(squares))(3.0, 2.0) == 2.0
    with pytest.raises(S2SADError, match="out of range"):
        grad(squares, argnums=2)(1.0, 2.0)


def test_methods() -> None:
    model = Model(3.0)
    assert model.slope(2.0) == 12.0
    assert model.slope(x=2.0) == 12.0
    assert Model.slope(model, 2.0) == 12.0
    assert model.slope_y(2.0) == 12.0
    assert Model.static(2.0) == model.static(2.0) == 4.0
    gradient = model.parameters(2.0)
    assert type(gradient) is Model
    assert (gradient.w, gradient.label) == (4.0, "model")
    assert grad(model.loss)(2.0) == 24.0
    assert grad(model.loss, argnums="y")(2.0) == 24.0
    assert grad(model)(2.0) == 3.0
    assert grad(grad(model.loss))(2.0) == 12.0
    assert grad(model.slope)(2.0) == 6.0
    model.w = 5.0
    assert grad(model.loss)(2.0) == 40.0
    assert "slope" in model.slope.source(2.0)
    assert model.slope.__name__ == "slope"


def test_class_attribute_changes(monkeypatch) -> None:
    model = Model(1.0)
    assert grad(model.loss)(1.0) == 4.0
    monkeypatch.setattr(Model, "scale", 3.0)
    assert grad(model.loss)(1.0) == 6.0


def test_partial() -> None:
    assert grad(functools.partial(product, y=5.0))(3.0) == 25.0
    assert grad(functools.partial(product, 4.0))(3.0) == 24.0
    assert grad(functools.partial(product, 4.0), argnums="y")(3.0) == 24.0
    assert jvp(functools.partial(product, 4.0), (3.0,), (1.0,)) == (36.0, 24.0)


def test_callable_objects_as_arguments() -> None:
    def apply(f, x):
        return f(x) * x

    a = 2.0
    assert grad(apply, argnums=1)(lambda x: a * x, 3.0) == 12.0
    assert grad(apply, argnums=1)(grad(lambda x: a * x * x), 3.0) == 24.0
    a = 4.0
    assert grad(apply, argnums=1)(lambda x: a * x, 3.0) == 24.0


@pytest.mark.parametrize("make", [grad, value_and_grad, jacfwd, jacrev, jacobian, hessian, elementwise_grad])
def test_metadata(make: Any) -> None:
    derivative = make(product)
    assert inspect.signature(derivative) == inspect.signature(product)
    assert derivative.__doc__ == "x y**2 k"
    assert derivative.__name__ == "product"
    assert derivative.__qualname__ == "product"
    assert derivative.__module__ == __name__
    assert derivative.__wrapped__ is product
    assert callable(make(argnums=1))


def test_has_aux() -> None:
    def f(x):
        return x * x, {"twice": 2.0 * x}

    assert grad(f, has_aux=True)(3.0) == (6.0, {"twice": 6.0})
    assert value_and_grad(f, has_aux=True)(3.0) == ((9.0, {"twice": 6.0}), 6.0)
    out, pullback, aux = vjp(f, 3.0, has_aux=True)
    assert (out, pullback(1.0), aux) == (9.0, (6.0,), {"twice": 6.0})


def test_rules() -> None:
    mine = RuleTable()

    def unknown(x):
        return float(x) ** 2

    @mine.elementwise(unknown)
    def unknown_partials(y, x):
        return 2.0 * x

    def f(x):
        return unknown(x) * 3.0

    assert grad(f, rules=mine)(2.0) == 12.0
    assert grad(grad(f, rules=mine), rules=mine)(2.0) == 6.0
    assert grad(grad(f, rules=mine))(2.0) == 6.0
    assert jvp(f, (2.0,), (1.0,), rules=mine)[1] == 12.0
    assert vjp(f, 2.0, rules=mine)[1](1.0) == (12.0,)
    assert jacfwd(f, rules=mine)(2.0) == jacrev(f, rules=mine)(2.0) == 12.0
    assert hessian(f, rules=mine)(2.0) == 6.0
    assert hvp(f, (2.0,), (1.0,), rules=mine) == (6.0,)


def test_source() -> None:
    assert source(product).startswith("# s2sad: test_arguments.py:")
    assert "y_bar" in source(product, argnums="y", args=(1.0, np.ones(1)[0]))
    assert "product" in grad(product).source(1.0)
    assert source(squares, args=(1.0, 2.0))
    assert source(squares)


def test_argument_kinds() -> None:
    def f(x):
        return np.sum(x * np.ones(3))

    assert type(grad(f)(1.0)) in (float, np.float64)
    assert type(grad(f)(np.float32(1.0))) is np.float32
    assert grad(lambda x, n: x**n)(2.0, 3) == 12.0
    assert grad(lambda x, on: x if on else 2.0 * x)(2.0, False) == 2.0
    assert jvp(lambda x, n: x * n, (2.0, 3), (1.0, None)) == (6.0, 3.0)
    assert jvp(lambda z: z * z, (2.0 + 1j,), (1.0,)) == (3 + 4j, 4 + 2j)
    assert vjp(lambda x, n: x * n, 2.0, 3)[1](1.0) == (3.0, 0)


def test_custom_rules_of_the_outermost_function() -> None:
    @custom_jvp
    def square(x):
        return x * x

    square.defjvp(lambda primals, tangents: (primals[0] ** 2, 100.0 * tangents[0]))
    assert grad(square)(2.0) == 100.0
    assert jvp(square, (2.0,), (1.0,)) == (4.0, 100.0)
    assert grad(lambda x: square(x))(2.0) == 100.0  # noqa: PLW0108 - called inside


def test_integers_of_numpy_as_argnums() -> None:
    assert grad(lambda x, y: x * y, argnums=np.int64(1))(2.0, 3.0) == 2.0
    assert grad(lambda x, y: x * y, argnums=np.array([1, 0]))(2.0, 3.0) == (2.0, 3.0)
    assert jacrev(lambda x, y: x * y, argnums=np.int8(0))(2.0, 3.0) == 3.0


def test_source_of_a_result_that_is_no_scalar() -> None:
    def scale(x, k):
        return x * k

    text = source(scale, argnums="k", args=(np.ones(3), 2.0))
    assert "def scale_vjp(x, k, y_bar):" in text
    assert "return np.sum(x * y_bar)" in text
    assert text == source(scale, "vjp", argnums="k", args=(np.ones(3), 2.0))
    assert "def scale_grad_vjp(" in source(scale, "vjp", args=(1.0, 2.0), order=2)
    with pytest.raises(S2SADError, match="returns None"):
        source(lambda x: None)


def test_order_counts_for_all_modes() -> None:
    for mode in ("primal", "ssa"):
        assert "squared_grad(x" in source(squared, mode, order=2)


def squared(x):
    return x * x


class Family:
    k = 2.0
    axis = 0

    @classmethod
    def of_class(cls, x):
        return cls.k * x * x

    @classmethod
    def reduced(cls, x):
        return np.sum(np.sum(x, axis=cls.axis) ** 2)

    def through_instance(self, x):
        return self.of_class(x) * self.k


class Child(Family):
    k = 3.0


def test_classmethods(monkeypatch) -> None:
    assert (grad(Family.of_class)(3.0), grad(Child.of_class)(3.0)) == (12.0, 18.0)
    assert (grad(Family().through_instance)(3.0), grad(Child().through_instance)(3.0)) == (24.0, 54.0)
    assert grad(lambda x: Child.of_class(x) * x)(3.0) == 81.0
    x = np.arange(6.0).reshape(2, 3)
    assert grad(Family.reduced)(x).tolist() == [[6.0, 10.0, 14.0]] * 2
    monkeypatch.setattr(Family, "k", 10.0)
    monkeypatch.setattr(Family, "axis", 1)
    assert (grad(Family.of_class)(3.0), grad(Child.of_class)(3.0)) == (60.0, 18.0)
    assert grad(Family.reduced)(x).tolist() == [[6.0] * 3, [24.0] * 3]


def test_class_attributes_of_an_object_without_its_own() -> None:
    family = Family()
    derivative = grad(family.through_instance)
    assert derivative(3.0) == 24.0
    family.k = 5.0
    assert derivative(3.0) == 60.0


AXIS = 0
AXES = (0, 1)


def test_constants_of_the_outside_where_a_value_is_needed(monkeypatch) -> None:
    x = np.arange(6.0).reshape(2, 3)

    def along(axis: Any) -> Any:
        return lambda x: np.sum(np.sum(x, axis=axis) ** 2)

    first, second = along(0), along(1)
    outer = grad(lambda x: np.sum(np.sum(x, axis=AXIS) ** 2))
    columns, rows = [[6.0, 10.0, 14.0]] * 2, [[6.0] * 3, [24.0] * 3]
    assert outer(x).tolist() == grad(first)(x).tolist() == columns
    assert grad(second)(x).tolist() == rows
    assert grad(lambda x: first(x) + second(x))(x).tolist() == (np.array(columns) + rows).tolist()
    assert grad(lambda x: np.sum(np.sum(x, axis=AXES) ** 2))(x).tolist() == [[30.0] * 3] * 2
    assert grad(lambda x: np.sum(grad(first)(x) ** 2))(x).tolist() == (8.0 * np.array(columns)).tolist()
    monkeypatch.setattr(sys.modules[__name__], "AXIS", 1)
    assert outer(x).tolist() == rows


def test_arguments_where_a_value_is_needed() -> None:
    x = np.arange(6.0).reshape(2, 3)
    for axis in ((0, 1), (1, 0)):
        assert grad(lambda x, a: np.sum(np.sum(x, axis=a) ** 2))(x, axis).tolist() == [[30.0] * 3] * 2
        assert grad(lambda x, a: np.sum(np.sum(x, axis=(a, 1)) ** 2))(x, 0).tolist() == [[30.0] * 3] * 2
    assert grad(lambda x, a: np.sum(np.sum(x, axis=a - 1) ** 2))(x, 1).tolist() == [[6.0, 10.0, 14.0]] * 2


class Scaled:
    scale = 3.0

    def __init__(self, w: float) -> None:
        self.w = w

    def value(self, x: float) -> float:
        return self.w * x * self.scale


@dataclass
class ScaledRecord:
    w: float
    scale = 3.0


@pytest.mark.parametrize("cls", [Scaled, ScaledRecord])
def test_an_attribute_that_hides_one_of_the_class_is_another_signature(cls):
    plain, hiding = cls(1.0), cls(1.0)
    hiding.scale = 7.0
    slope = grad(lambda model, x: model.w * x * model.scale, argnums="x")
    assert [slope(model, 1.0) for model in (plain, hiding, plain)] == [3.0, 7.0, 3.0]


def test_a_bound_method_sees_attributes_that_hide_those_of_the_class():
    plain, hiding = Scaled(1.0), Scaled(1.0)
    assert grad(plain.value)(1.0) == 3.0
    hiding.scale = 7.0
    assert grad(hiding.value)(1.0) == 7.0
    plain.scale = 5.0
    assert grad(plain.value)(1.0) == 5.0


def test_other_code_of_a_function_is_another_function():
    def square(x):
        return x * x

    def cube(x):
        return x * x * x

    slope = grad(square)
    assert slope(2.0) == 4.0
    square.__code__ = cube.__code__
    assert slope(2.0) == 12.0
