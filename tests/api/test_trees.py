"""Arguments and results that are containers: gradients of the same structure and class, Jacobians as trees of trees."""

import collections
import dataclasses
from typing import Any

import numpy as np
import optree
import pytest

from s2sad import S2SADError, elementwise_grad, grad, hessian, hvp, jacfwd, jacobian, jacrev, jvp, source, vjp
from s2sad.testing import check_grads


@dataclasses.dataclass(frozen=True)
class Frozen:
    a: float
    b: np.ndarray
    n: int = 3
    on: bool = True
    s: str = "hi"
    none: Any = None


@dataclasses.dataclass(slots=True)
class Slotted:
    a: float
    b: object = None


class Plain:
    def __init__(self, a):
        self.a = a
        self.label = "x"


Point = collections.namedtuple("Point", "x y")


def same(found: Any, expected: Any) -> None:
    assert optree.tree_structure(found) == optree.tree_structure(expected)
    for f, e in zip(optree.tree_leaves(found), optree.tree_leaves(expected), strict=True):
        np.testing.assert_allclose(f, e)


def test_frozen() -> None:
    found = grad(lambda d: d.a * np.sum(d.b))(Frozen(2.0, np.ones(2)))
    assert (found.a, found.n, found.on, found.s, found.none) == (2.0, 0, False, "hi", None)
    np.testing.assert_allclose(found.b, [2.0, 2.0])
    assert type(found) is Frozen
    assert found.on is False


def test_slotted_and_plain() -> None:
    assert grad(lambda d: d.a * d.a)(Slotted(2.0)) == Slotted(4.0, None)
    found = grad(lambda d: d.a * d.a)(Plain(2.0))
    assert (type(found), found.a, found.label) == (Plain, 4.0, "x")


def test_named_tuple() -> None:
    found = grad(lambda p: p.x * p.y)(Point(2.0, 3))
    assert found == Point(3.0, 0)
    assert type(found) is Point


def test_nested() -> None:
    tree = {"a": 2.0, "l": [(1, 3.0), (2, 4.0)], "s": "x", "b": True, "f": None}
    found = grad(lambda d: d["a"] * d["l"][0][1])(tree)
    assert found == {"a": 3.0, "l": [(0, 2.0), (0, 0.0)], "s": "x", "b": False, "f": None}
    assert grad(lambda xs: xs[0][0] * xs[1][1])([[1.0, 2.0], [3.0, 4.0]]) == [[4.0, 0.0], [0.0, 1.0]]
    same(grad(lambda t: t[0] * np.sum(t[1]))((2.0, np.arange(3))), (3.0, np.zeros(3)))
    function = Plain.__init__
    found = grad(lambda t: t[0] * 2.0)((1.0, function))
    assert found == (2.0, function)


def test_results() -> None:
    def f(x):
        return {"y": x * x, "z": (x, [2.0 * x])}

    out, out_dot = jvp(f, (3.0,), (1.0,))
    assert out == {"y": 9.0, "z": (3.0, [6.0])}
    assert out_dot == {"y": 6.0, "z": (1.0, [2.0])}
    out, pullback = vjp(f, 3.0)
    assert pullback({"y": 1.0, "z": (10.0, [100.0])}) == (216.0,)
    out, out_dot = jvp(lambda x: Point(x, 2 * x), (3.0,), (1.0,))
    assert type(out) is type(out_dot) is Point


@pytest.mark.parametrize("jacobian", [jacfwd, jacrev])
def test_jacobian(jacobian) -> None:
    found = jacobian(lambda d: {"u": d["a"] * d["b"], "v": d["a"]})({"a": 2.0, "b": np.ones(2)})
    same(found, {"u": {"a": np.ones(2), "b": 2.0 * np.eye(2)}, "v": {"a": 1.0, "b": np.zeros(2)}})
    same(jacobian(lambda a, b: a * b, argnums=(0, 1))(2.0, np.ones(2)), (np.ones(2), 2.0 * np.eye(2)))
    same(jacobian(lambda a, b: (a * b, a + b), argnums=(0, 1))(2.0, 3.0), ((3.0, 2.0), (1.0, 1.0)))
    same(jacobian(lambda x: (x, x * x))(np.arange(2.0)), (np.eye(2), np.diag([0.0, 2.0])))
    assert jacobian(lambda x: x[:, None] * np.ones((2, 3)))(np.ones(2)).shape == (2, 3, 2)


def test_hessian() -> None:
    found = hessian(lambda d: d["a"] * np.sum(d["b"] ** 2))({"a": 2.0, "b": np.ones(2)})
    row = {"a": 2 * np.ones(2), "b": 4.0 * np.eye(2)}
    same(found, {"a": {"a": 0.0, "b": 2 * np.ones(2)}, "b": row})
    blocks = hessian(lambda a, b: a * np.sum(b**2), argnums=(0, 1))(2.0, np.ones(2))
    same(blocks, ((0.0, 2 * np.ones(2)), (2 * np.ones(2), 4 * np.eye(2))))
    blocks = hessian(lambda a, b: (a * a * b, a + b * b), argnums=(0, 1))(2.0, 3.0)
    same(blocks, (((6.0, 4.0), (4.0, 0.0)), ((0.0, 0.0), (0.0, 2.0))))
    same(hessian(lambda x: np.sum(x**3), argnums=(0,))(np.ones(2)), ((6.0 * np.eye(2),),))
    assert hessian(lambda x: x * x * np.ones(3))(np.ones(3)).shape == (3, 3, 3)


def test_hvp() -> None:
    same(hvp(lambda a, b: a * np.sum(b**2), (2.0, np.ones(2)), (1.0, np.ones(2))), (4.0, 6 * np.ones(2)))
    assert hvp(lambda x, n: x**n, (2.0, 3), (1.0, 0)) == (12.0, 0)
    assert hvp(lambda d: d["x"] ** 3, ({"x": 2.0},), ({"x": 1.0},)) == ({"x": 12.0},)


def test_elementwise() -> None:
    np.testing.assert_allclose(elementwise_grad(lambda x: np.sin(2 * x) / 2)(np.zeros((2, 3))), 1.0)
    a, b = elementwise_grad(lambda x, y: x * y, argnums=(0, 1))(np.ones(2), 2 * np.ones(2))
    np.testing.assert_allclose((a, b), ([2, 2], [1, 1]))


@pytest.mark.parametrize(
    ("primal", "tangent"),
    [
        (np.ones(2), np.ones(3)),
        ((1.0, 2.0), 1.0),
        ((1.0, 2.0), (1.0,)),
        ({"a": 1.0}, {"b": 1.0}),
        ([1.0], (1.0,)),
        (1.0, "a"),
        (1.0, None),
        (1.0, 1j),
        (np.ones(2), [[1.0], [1.0, 2.0]]),
    ],
)
def test_tangents_that_do_not_fit(primal, tangent) -> None:
    def f(x):
        return x

    with pytest.raises(S2SADError) as caught:
        jvp(f, (primal,), (tangent,))
    assert isinstance(caught.value, ValueError)
    _, pullback = vjp(f, primal)
    with pytest.raises(S2SADError) as caught:
        pullback(tangent)
    assert isinstance(caught.value, ValueError)


A = np.array([[1.0, 2.0, 0.3], [0.2, 1.0, 0.5], [0.1, 0.2, 3.0]])
H = hessian(lambda p: np.sum(np.sin(p) * p**2))


def frobenius_of_jacobian(x):
    found = jacrev(lambda z: np.tanh(A @ z))(x)
    return np.sum(found * found)


def determinant_of_jacobian(x):
    return np.linalg.det(jacfwd(lambda z: np.sin(A @ z) * z)(x))


def squared_hessian(x):
    return np.sum(hessian(lambda z: np.sum(np.sin(z) * (A @ z) ** 2))(x) ** 2) + np.sum(H(x) @ x)


def diagonal_derivative(x):
    return np.sum(elementwise_grad(lambda z: np.sin(z) * z)(x) ** 3)


def blocks_of_trees(x):
    (da, db), (ea, eb) = jacrev(lambda a, b: (a * b, np.sum(a) * b), argnums=(0, 1))(x, x[0])
    h = hessian(lambda d: d["a"] ** 2 * np.sum(d["b"] ** 3))({"a": x[0], "b": x})
    return np.sum(da) + np.sum(db**2) + np.sum(ea**2) + eb**2 + h["a"]["a"] + np.sum(h["b"]["b"] ** 2)


def newton_for_systems(x):
    z = x
    for _ in range(3):
        residual = lambda z: A @ z + 0.1 * np.sin(z) - x  # noqa: E731 - a closure over the loop's state
        z = z - np.linalg.solve(jacrev(residual)(z), residual(z))
    return np.sum(z**2)


@pytest.mark.parametrize(
    "function",
    [
        frobenius_of_jacobian,
        determinant_of_jacobian,
        squared_hessian,
        diagonal_derivative,
        blocks_of_trees,
        newton_for_systems,
    ],
)
def test_matrices_inside(function) -> None:
    check_grads(function, (np.array([0.3, 0.7, -0.2]),), order=2)


def test_matrices_are_differentiated() -> None:
    def scaled(a):
        return lambda z: np.sum(np.sin(a * z) * z**2)

    x = np.array([0.3, 0.7, -0.2])
    check_grads(hessian(scaled(2.0)), (x,), order=1)
    assert jacrev(hessian(lambda x: x[0] ** 2 * x[1] * x[2]))(x).shape == (3, 3, 3)
    assert jacfwd(hessian(lambda x: x**4))(2.0) == 48.0


def test_leaves_that_are_no_numbers_hold_their_own_value():
    words, nothing = np.array(["a", "b"]), np.array([None], dtype=object)
    bars = grad(lambda p: np.sum(p["x"] ** 2))({"x": np.ones(2), "words": words, "nothing": nothing, "n": 3})
    assert bars["words"].tolist() == ["a", "b"]
    assert bars["nothing"].tolist() == [None]
    assert bars["n"] == 0


def test_jacobians_of_containers_that_hold_integers():
    p = {"x": np.array([1.0, 2.0]), "y": 2.0, "n": 3, "name": "a"}
    for derivative in (jacobian, jacfwd, hessian):
        found = derivative(lambda p: np.sum(p["x"] ** 2) * p["y"])(p)
        assert (found["n"], found["name"]) == (0, "a")
    assert np.array_equal(found["x"]["x"], 4.0 * np.eye(2))
    for derivative in (jacobian, jacfwd):
        found = derivative(lambda p: {"a": p["x"] * 2.0, "n": 3})(p)
        assert found["n"] == 0
        assert np.array_equal(found["a"]["x"], 2.0 * np.eye(2))


def read_by_key(p):
    return p["a"] * p["b"][0]


def test_string_keys_show_a_dict():
    assert "p: {'a': float, 'b': float64[p.b.0]} (assumed" in source(read_by_key)


@pytest.mark.parametrize(("position", "expected"), [(0, 8.0), (1, 8.0)])
def test_positions_that_a_closure_holds(position, expected) -> None:
    def loss(x):
        return grad(lambda a, b: a * b * b, argnums=position)(x, 2 * x)

    assert grad(loss)(1.0) == expected
