"""Rules through the compiler where formulas break: ties, zeros, masks, kinds and dtypes of arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp, vjp
from s2sad.testing import check_grads
from tests.rules.compiled import function

X = np.array([0.7, 1.3, 0.4, 2.1, 0.9, 1.6])
M = np.array([[0.37, 0.82, 0.55, 1.2], [0.44, 0.16, 0.91, 0.3], [1.1, 0.6, 0.2, 0.7]])
INF = float("inf")


def expression(text: str, names: str = "x") -> Any:
    """The function of some names that returns an expression."""
    return function(f"def program({names}):\n    return {text}\n")


METHODS = [
    "x.sum()",
    "x.sum(axis=0)",
    "x.sum(0)",
    "x.mean(axis=1, keepdims=True)",
    "x.T",
    "x.T @ x",
    "x.transpose()",
    "x.transpose(1, 0)",
    "x.transpose((1, 0))",
    "x.reshape(2, 6)",
    "x.reshape((2, 6))",
    "x.reshape(-1)",
    "x.reshape(4, -1)",
    "x.ravel()",
    "x.flatten()",
    "x.dot(x.T)",
    "x.copy()",
    "x.copy() * x",
    "x.max()",
    "x.min(axis=1)",
    "x.prod(axis=0)",
    "x.std()",
    "x.var(axis=1, ddof=1)",
    "x.cumsum()",
    "x.cumsum(axis=1)",
    "x.clip(0.3, 0.8)",
    "x.swapaxes(0, 1)",
    "x.trace()",
    "x.diagonal()",
    "x.repeat(2, axis=0)",
    "x.astype(np.float64)",
    "x.take([0, 2, 2])",
    "x[None].squeeze()",
    "x.conj()",
    "x.real",
    "abs(x - 0.5)",
    "sum([x, 2 * x, x * x])",
    "sum(x)",
    "x.shape[0] * x",
    "len(x) * x / x.size",
    "x[x > 0.5]",
    "x[1:, ::2]",
    "x[..., -1]",
    "x[[0, 2, 2]]",
    "x[[0, 1], [1, 1]] * 2",
    "np.add(x, x)",
    "np.multiply(x, 2)",
    "-x + x ** 2 / 3 - 1 / x",
    "x ** 0.5",
    "2 ** x",
    "x % 0.29",
    "x // 0.29 * x",
    "np.float64(2) * x",
    "(x > 0.5) * x",
    "np.where(x > 0.5, x, -x)",
    "np.arange(4) * x",
    "np.arange(3.0)[:, None] + x",
    "np.eye(3) @ x",
    "np.zeros_like(x) + x",
    "np.concatenate((x, x[:1]))",
    "np.stack((x, x), axis=-1)",
    "np.array([[x[0, 0], 1.0], [x[1, 1], x[0, 2]]])",
    "np.linalg.norm(x)",
    "np.linalg.norm(x, axis=1)",
    "np.outer(x[0], x[:, 1])",
    "np.einsum('ij,kj->ik', x, x)",
    "np.tensordot(x, x, ([0], [0]))",
    "np.linalg.solve(x @ x.T, x)",
    "np.linalg.inv(x @ x.T)",
    "np.linalg.slogdet(x @ x.T)[1]",
]


@pytest.mark.parametrize("text", METHODS)
def test_methods_and_operators(text: str) -> None:
    check_grads(expression(text), (M,), order=1)


NUMBERS = [
    "abs(x)",
    "max(x, y)",
    "min(x, y)",
    "max(x, y, 0.5)",
    "max([x, y])",
    "min(x * x, y)",
    "sum([x, y, x * y])",
    "float(x) * y",
    "x ** 2",
    "x ** y",
    "x ** -1 + 2 ** y",
    "math.sqrt(x) * math.log(y, 3.0)",
    "pow(x, y)",
    "np.sin(x) * math.exp(y)",
    "int(x) * y",
    "round(x) * y + x",
    "(x > y) * x",
    "np.array([x, y])",
    "np.full(3, x) * y",
    "np.linspace(x, y, 4)",
    "np.where(x > y, x, y)",
    "np.zeros(3) + x",
    "x * np.ones((2, 2)) * y",
]


@pytest.mark.parametrize("kind", [float, np.float64], ids=["float", "float64"])
@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(text: str, kind: Any) -> None:
    check_grads(expression(text, "x, y"), (kind(0.7), kind(1.4)), order=1)


BINARY = ["x + y", "x - y", "x * y", "x / y", "x ** y", "np.maximum(x, y)", "np.hypot(x, y)", "np.arctan2(x, y)"]
SHAPES: list[tuple[Any, Any]] = [
    (0.7, X),
    (X, np.float64(0.7)),
    (np.array(0.7), X),
    (np.array(0.7), np.array(1.3)),
    (np.array(0.7), 1.4),
    (M[:, :1], X[:4]),
    (M, X[:4]),
    (M[None], M[:, :1]),
    (X[:0], 0.5),
    (X[:1], X),
    (np.zeros((0, 3)), X[:3]),
]


@pytest.mark.parametrize("pair", SHAPES, ids=lambda p: "-".join(str(np.shape(a)) for a in p))
@pytest.mark.parametrize("text", BINARY)
def test_broadcasting(text: str, pair: tuple[Any, Any]) -> None:
    made = expression(text, "x, y")
    check_grads(made, pair, order=1)
    for k in (0, 1):
        check_grads(made, pair, order=1, argnums=k)
        gradient = grad(expression(f"np.sum({text})", "x, y"), argnums=k)(*pair)
        assert (type(gradient) is np.ndarray) == (type(pair[k]) is np.ndarray)
        assert np.shape(gradient) == np.shape(pair[k])


@pytest.mark.parametrize("integer", [2, np.int64(2), np.array([1, 2, 3]), True], ids=repr)
@pytest.mark.parametrize("text", ["x * n", "x ** n", "n * x + n", "x / n", "n - x", "np.multiply(x, n)"])
def test_integers_are_inactive(text: str, integer: Any) -> None:
    for x in (0.7, X[:3], np.float64(0.7)):
        check_grads(expression(text, "x, n"), (x, integer), order=1, argnums=0)


SINGLE = [
    "x * x",
    "np.sin(x) + 2.5 * x",
    "x ** 2",
    "x / 3",
    "np.sqrt(x)",
    "x @ x.T",
    "np.sum(x, axis=0)",
    "np.mean(x)",
    "np.max(x)",
    "np.std(x)",
    "np.var(x)",
    "np.prod(x)",
    "np.cumsum(x)",
    "np.linalg.norm(x)",
    "np.linalg.inv(x @ x.T)",
    "np.linalg.det(x @ x.T)",
    "x[0]",
    "x[x > 0.5]",
    "np.where(x > 0.5, x, 0.0)",
    "np.maximum(x, 0.5)",
    "np.clip(x, 0.3, 0.9)",
    "np.concatenate([x, x])",
    "x.astype(np.float64)",
    "np.float64(2.0) * x",
    "abs(x)",
    "np.hypot(x, 1.0)",
    "np.einsum('ij,kj->ik', x, x)",
    "np.outer(x, x)",
    "np.exp(-x * x) * np.log1p(x)",
]


@pytest.mark.parametrize("text", SINGLE)
def test_single_precision_stays_single(text: str) -> None:
    x = M[:, :3].astype(np.float32)
    check_grads(expression(text), (x,), order=1)
    gradient = grad(expression(f"np.sum({text})"))(x)
    assert gradient.dtype == np.float32


def test_single_precision_scalar() -> None:
    gradient = grad(expression("np.sin(x) * x ** 2"))(np.float32(0.7))
    assert type(gradient) is np.float32


def test_mixed_precision() -> None:
    x, y = X[:3].astype(np.float32), X[:3]
    gradients = grad(expression("np.sum(x * y)", "x, y"), argnums=(0, 1))(x, y)
    assert [g.dtype.name for g in gradients] == ["float32", "float64"]


A0, TIES = np.zeros(2), np.array([1.0, 2.0, 2.0])
POINTS: list[tuple[str, Any, Any]] = [
    ("abs(x)", 0.0, 0.0),
    ("np.abs(x)", 0.0, 0.0),
    ("np.sum(np.abs(x))", A0, [0.0, 0.0]),
    ("max(x, 1.0)", 1.0, 0.5),
    ("min(x, 1.0)", 1.0, 0.5),
    ("max(x, x)", 1.0, 1.0),
    ("max(x, 0)", -1.0, 0.0),
    ("np.maximum(x, 1.0)", 1.0, 0.5),
    ("np.sum(np.maximum(x, 2.0))", TIES, [0.0, 0.5, 0.5]),
    ("np.sum(np.minimum(x, 2.0))", TIES, [1.0, 0.5, 0.5]),
    ("np.max(x)", TIES, [0.0, 0.5, 0.5]),
    ("x.min()", -TIES, [0.0, 0.5, 0.5]),
    ("np.clip(x, 0.0, 1.0)", 1.0, 0.5),
    ("np.clip(x, 0.0, 1.0)", 2.0, 0.0),
    ("np.linalg.norm(x)", A0, [0.0, 0.0]),
    ("np.std(x)", np.ones(2), [0.0, 0.0]),
    ("np.hypot(x, 0.0)", 0.0, 0.0),
    ("math.hypot(x, 0.0)", 0.0, 0.0),
    ("np.arctan2(x, 0.0)", 0.0, 0.0),
    ("x ** 2", 0.0, 0.0),
    ("np.sum(x ** 2)", A0, [0.0, 0.0]),
    ("x ** 1", 0.0, 1.0),
    ("x ** 0", 0.0, 0.0),
    ("np.prod(x)", np.array([0.0, 2.0, 3.0]), [6.0, 0.0, 0.0]),
    ("np.prod(x)", np.array([0.0, 0.0, 3.0]), [0.0, 0.0, 0.0]),
    ("np.sign(x) * x", 0.0, 0.0),
    ("math.fabs(x)", 0.0, 0.0),
]


@pytest.mark.parametrize(("text", "x", "expected"), POINTS, ids=str)
def test_special_points(text: str, x: Any, expected: Any) -> None:
    made = expression(text)
    np.testing.assert_array_equal(grad(made)(x), expected)
    direction = np.ones_like(x) if isinstance(x, np.ndarray) else 1.0
    np.testing.assert_allclose(jvp(made, (x,), (direction,))[1], np.sum(expected))


INFINITE = [
    ("np.sqrt(x)", 0.0),
    ("math.sqrt(x)", 0.0),
    ("x ** 0.5", 0.0),
    ("np.sum(np.sqrt(x))", np.zeros(1)),
    ("math.asin(x)", 1.0),
    ("np.arcsin(x)", 1.0),
]


@pytest.mark.parametrize(("text", "x"), INFINITE, ids=str)
def test_infinite_slopes_raise_nothing(text: str, x: Any) -> None:
    with np.errstate(divide="ignore"):
        assert np.all(np.asarray(grad(expression(text))(x)) == INF)


MASKED = [
    ("np.sum(np.where(x > 0, np.sqrt(x), 0.0))", [0.0, 0.0, 0.25]),
    ("np.sum(2 * np.where(x > 0, np.sqrt(np.abs(x)), 0.0))", [0.0, 0.0, 0.5]),
    ("np.sum(np.where(x > 0, np.sqrt(np.abs(x)) / x, 0.0))", [0.0, 0.0, -0.0625]),
    ("np.sum(np.where(x > 0, np.log(np.abs(x)), 0.0))", [0.0, 0.0, 0.25]),
    ("np.sum(np.where(x > 0, 1 / x, 0.0))", [0.0, 0.0, -0.0625]),
    ("np.sum(np.maximum(np.sqrt(np.abs(x)), 1.5))", [0.0, 0.0, 0.25]),
]


@pytest.mark.parametrize(("text", "expected"), MASKED, ids=str)
def test_strong_zeros(text: str, expected: list[float]) -> None:
    x = np.array([-1.0, 0.0, 4.0])
    made = expression(text)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(grad(made)(x), expected)
        assert jvp(made, (x,), (np.ones(3),))[1] == sum(expected)


@pytest.mark.parametrize("text", ["np.where(x > 0, np.sqrt(x), 0.0)", "np.where(x > 0, x ** 0.5, 0.0)"])
def test_the_reverse_sweep_adds_no_warning(text: str) -> None:
    x = np.array([0.0, 0.0, 4.0])
    _, pullback = vjp(expression(text), x)
    np.testing.assert_array_equal(pullback(np.ones(3))[0], [0.0, 0.0, 0.25])
