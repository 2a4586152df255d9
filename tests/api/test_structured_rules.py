"""Rules of the user's own for functions whose arguments and results are tuples, dicts and objects, in both modes."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

from s2sad import S2SADError, custom_jvp, custom_vjp, grad, hessian, jvp, vjp
from s2sad.testing import check_grads


class Pair(NamedTuple):
    first: float
    second: float


@dataclass
class Parts:
    first: float
    second: float


def as_dict(a: Any, b: Any) -> Any:
    return {"a": a, "b": b}


def by_vjp(make: Any, read: Any) -> Any:
    """`x -> (2 x, x)` in a container, and the product of both."""
    function = custom_vjp(lambda x: make(x * 2, x))
    function.defvjp(lambda x: (make(x * 2, x), None), lambda r, bar: (read(bar)[0] * 2 + read(bar)[1],))

    def product(x):
        a, b = read(function(x))
        return np.sum(a * b)

    return product


def by_jvp(make: Any, read: Any) -> Any:
    """`p -> 2 p0 p1` of a container, and the square of p0 times that."""
    function = custom_jvp(lambda p: make(read(p)[0] * read(p)[1], read(p)[1] * 2))

    @function.defjvp
    def rule(primals, tangents):
        (a, b), (a_dot, b_dot) = read(primals[0]), read(tangents[0])
        return make(a * b, b * 2), make(a_dot * b + a * b_dot, b_dot * 2)

    def product(p):
        u, v = read(function(p))
        return np.sum(u * v)

    return product


CONTAINERS = {
    "tuple": (lambda a, b: (a, b), lambda p: p),
    "nested": (lambda a, b: ((a,), {"b": b}), lambda p: (p[0][0], p[1]["b"])),
    "list": (lambda a, b: [a, b], lambda p: (p[0], p[-1])),
    "dict": (as_dict, lambda p: (p["a"], p["b"])),
    "named": (Pair, lambda p: (p.first, p.second)),
    "object": (Parts, lambda p: (p.first, p.second)),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_results_with_structure(name: str) -> None:
    product = by_vjp(*CONTAINERS[name])
    assert grad(product)(2.0) == 8.0
    assert jvp(product, (2.0,), (1.0,)) == (8.0, 8.0)
    assert vjp(product, 2.0)[1](1.0) == (8.0,)
    assert hessian(product)(2.0) == 4.0
    check_grads(product, (np.array([0.3, -0.7]),))


@pytest.mark.parametrize("name", CONTAINERS)
def test_arguments_with_structure(name: str) -> None:
    make, read = CONTAINERS[name]
    product = by_jvp(make, read)
    assert read(grad(product)(make(2.0, 3.0))) == (18.0, 24.0)
    assert jvp(product, (make(2.0, 3.0),), (make(1.0, 0.0),)) == (36.0, 18.0)
    assert read(read(hessian(product)(make(2.0, 3.0)))[1]) == (12.0, 8.0)
    check_grads(product, (make(np.array([0.3, -0.7]), np.array([1.2, 0.4])),))


def test_a_dict_beside_a_number() -> None:
    product = custom_vjp(lambda x, p: x * p["a"])
    product.defvjp(lambda x, p: (x * p["a"], (x, p)), lambda r, bar: (bar * r[1]["a"], {"a": bar * r[0]}))

    def function(x, p):
        return product(x, p)

    assert jvp(function, (2.0, {"a": 3.0}), (1.0, {"a": 1.0})) == (6.0, 5.0)
    assert grad(function, argnums=(0, 1))(2.0, {"a": 3.0}) == (3.0, {"a": 2.0})


@pytest.mark.parametrize("a_bar", [lambda bar: bar * bar, lambda bar: bar + 1.0])
def test_what_is_not_linear_in_one_part_is_refused(a_bar: Any) -> None:
    product = custom_vjp(lambda p: p["a"] * p["b"])
    product.defvjp(lambda p: (p["a"] * p["b"], p), lambda p, bar: ({"a": a_bar(bar), "b": bar * p["a"]},))
    with pytest.raises(S2SADError, match="is not linear"):
        jvp(lambda p: product(p), ({"a": 2.0, "b": 3.0},), ({"a": 1.0, "b": 0.0},))  # noqa: PLW0108 - as above
