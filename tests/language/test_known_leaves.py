"""Values that are needed when compiling, such as an axis, may be leaves of arguments."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from s2sad import grad, jacobian, jvp

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
