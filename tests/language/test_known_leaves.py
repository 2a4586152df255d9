"""Values that are needed when compiling, such as an axis, may be leaves of arguments and of what is outside."""

import functools
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

from s2sad import grad, jacfwd, jacobian, jvp
from s2sad.errors import UnsupportedCallError
from s2sad.testing import check_grads

A = np.arange(9.0).reshape(3, 3) / 5.0 + 1.0
WEIGHTS = np.arange(3.0)


@dataclass
class Layer:
    w: np.ndarray
    axis: int = 0
    keep: bool = False


class Pair(NamedTuple):
    w: np.ndarray
    axis: int


class Plain:
    def __init__(self, axis):
        self.axis = axis

    def loss(self, x):
        return np.sum(x.sum(axis=self.axis) ** 2 * WEIGHTS)


def of_dict(p):
    return np.sum(p["w"].sum(axis=p["axis"]) ** 2 * WEIGHTS)


def of_attributes(p):
    return np.sum(p.w.sum(axis=p.axis) ** 2 * WEIGHTS)


def of_nested(p):
    return np.sum(p["a"][1]["w"].sum(axis=p["a"][0]) ** 2 * WEIGHTS)


def expected(axis):
    return np.broadcast_to(np.expand_dims(2.0 * A.sum(axis=axis) * WEIGHTS, axis), A.shape)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_leaves_that_are_differentiated_with(axis):
    of_a_dict = grad(of_dict)({"w": A, "axis": axis})
    np.testing.assert_allclose(of_a_dict["w"], expected(axis))
    assert of_a_dict["axis"] == 0
    layer = grad(of_attributes)(Layer(A, axis))
    np.testing.assert_allclose(layer.w, expected(axis))
    assert (layer.axis, layer.keep) == (0, False)
    pair = grad(of_attributes)(Pair(A, axis))
    np.testing.assert_allclose(pair.w, expected(axis))
    assert pair.axis == 0
    np.testing.assert_allclose(grad(of_nested)({"a": (axis, {"w": A})})["a"][1]["w"], expected(axis))
    np.testing.assert_allclose(grad(Plain(axis).loss)(A), expected(axis))


def test_other_values_are_compiled_again():
    found = grad(lambda a, p: np.sum(a.sum(axis=p["axis"]) ** 2 * WEIGHTS))
    for axis in (0, 1, 0):
        np.testing.assert_allclose(found(A, {"axis": axis}), expected(axis))


def test_forward_mode_and_matrices():
    tangent = {"w": np.ones((3, 3)), "axis": 0}
    np.testing.assert_allclose(jvp(of_dict, ({"w": A, "axis": 1},), (tangent,))[1], expected(1).sum())
    rows = jacobian(lambda a, p: a.sum(axis=p["axis"]))(A, {"axis": 1})
    np.testing.assert_allclose(np.sum(rows, axis=(1, 2)), [3.0, 3.0, 3.0])


# ---- leaves of containers and objects from outside


@dataclass
class Config:
    axis: int
    scale: float


CONFIG: dict[str, Any] = {"axis": 0, "deep": {"axes": (1, 0)}, "scale": 2.0, ".axis": 0}
OBJECT = Config(0, 2.0)
AXES = (1, 0)
MATRIX = np.arange(6.0).reshape(2, 3)


def squared_sums(x, axis):
    return np.sum(np.sum(x * x, axis=axis) ** 2)


def of_a_dict(x):
    return squared_sums(x, CONFIG["axis"]) * CONFIG["scale"]


def of_a_deep_leaf(x):
    return squared_sums(x, CONFIG["deep"]["axes"][1])


def of_an_object(x):
    return squared_sums(x, OBJECT.axis) * OBJECT.scale


def of_a_tuple(x):
    return squared_sums(x, AXES[-1])


def with_a_cell():
    config = {"axis": 0}

    def fun(x):
        return squared_sums(x, -config["axis"])

    return fun, config


@pytest.mark.parametrize("fun", [of_a_dict, of_a_deep_leaf, of_an_object, of_a_tuple, with_a_cell()[0]])
def test_a_leaf_from_outside_may_be_an_axis(fun):
    check_grads(fun, (MATRIX,), order=2)


def test_a_change_of_such_a_leaf_counts(monkeypatch):
    fun, config = with_a_cell()
    derivatives = [(each, grad(each)) for each in (of_a_dict, of_a_deep_leaf, of_an_object, of_a_tuple, fun)]
    for _, derivative in derivatives:
        derivative(MATRIX)
    monkeypatch.setitem(CONFIG, "axis", 1)
    monkeypatch.setitem(CONFIG, "deep", {"axes": (0, 1)})
    monkeypatch.setattr(OBJECT, "axis", 1)
    monkeypatch.setitem(globals(), "AXES", (0, 1))
    config["axis"] = 1
    for each, derivative in derivatives:
        assert np.allclose(derivative(MATRIX), jacfwd(each)(MATRIX))
        check_grads(each, (MATRIX,))
    monkeypatch.setitem(CONFIG, "scale", 5.0)
    assert np.allclose(derivatives[0][1](MATRIX), 5.0 * grad(squared_sums)(MATRIX, 1))


def test_a_key_that_looks_like_an_attribute_is_refused():
    with pytest.raises(UnsupportedCallError, match="must be known"):
        grad(lambda x: squared_sums(x, CONFIG[".axis"]))(MATRIX)


def test_a_negative_index_of_an_argument():
    assert np.allclose(grad(lambda x, axes: squared_sums(x, axes[-1]))(MATRIX, (0, 1)), grad(squared_sums)(MATRIX, 1))


# ---- arguments of a derivative inside


def inner_with_a_literal(x):
    return np.sum(grad(lambda v, axis: squared_sums(np.sin(v), axis))(x, 0) ** 2)


def inner_with_an_argument(x, axis):
    return np.sum(grad(lambda v, k: squared_sums(np.sin(v), k))(x, axis) ** 2)


def inner_with_a_keyword(x):
    return np.sum(jvp(lambda v: squared_sums(np.sin(v), axis=CONFIG["axis"]), (x,), (x,))[1] ** 2)


def test_an_axis_for_a_derivative_inside():
    for fun in (inner_with_a_literal, inner_with_a_keyword):
        check_grads(fun, (0.1 * MATRIX,), order=2)
    for axis in (0, 1):
        check_grads(functools.partial(inner_with_an_argument, axis=axis), (0.1 * MATRIX,))
    assert not np.allclose(grad(inner_with_an_argument)(MATRIX, 0), grad(inner_with_an_argument)(MATRIX, 1))
