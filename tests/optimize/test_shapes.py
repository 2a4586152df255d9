"""Shapes are asked of what is there anyway."""

import operator

import numpy as np

from s2sad.ir.types import FLOAT, Array, Symbol
from s2sad.optimize.shapes import ask_shapes

from .lowered import MATRIX, M, applied, body, built

WIDE = Array("float64", (M, Symbol("k")))


def spread_over_product(b, x, y, z):
    return b.call(np.broadcast_to, z, b.call(np.shape, b.call(operator.matmul, x, y)))


def test_a_product_is_not_computed_for_its_shape():
    text = body(applied(built(spread_over_product, MATRIX, WIDE, FLOAT), ask_shapes))
    assert "matmul" not in text
    assert "np.shape x" in text
    assert "np.shape y" in text


def test_an_array_of_the_same_dims_is_asked():
    def make(b, x):
        return b.call(np.zeros_like, b.call(np.sin, x))

    assert body(applied(built(make, MATRIX), ask_shapes)) == "t.0 = np.zeros_like x\nreturn t.0"


def test_the_users_own_code_stays():
    text = body(applied(built(spread_over_product, MATRIX, WIDE, FLOAT, derivative=False), ask_shapes))
    assert "matmul" in text


def test_unknown_dims_stay():
    text = body(applied(built(spread_over_product, Array("float64", (None, M)), WIDE, FLOAT), ask_shapes))
    assert "matmul" in text
