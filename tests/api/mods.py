"""Functions that other processes import: for pickle and the disk cache."""

from typing import Any

import numpy as np

from s2sad import custom_jvp, custom_vjp, grad

COUNT = 3
FACTOR = 2.0


def helper(x: Any) -> Any:
    return x * FACTOR


@grad
def decorated(x: Any) -> Any:
    z = 0.0
    for _ in range(20):
        z = np.sin(x * z) + x
    return z


def with_helper(x: Any) -> Any:
    return helper(x) * x * COUNT


def along(x: Any, axis: Any) -> Any:
    return np.sum(np.sum(x * x, axis=axis))


def make(a: Any) -> Any:
    def inner(x: Any) -> Any:
        return a * x * x

    return inner


@custom_jvp
def with_jvp(x: Any) -> Any:
    return x * x


with_jvp.defjvp(lambda primals, tangents: (primals[0] ** 2, 3.0 * primals[0] * tangents[0]))


@custom_vjp
def with_vjp(x: Any) -> Any:
    return x * x


with_vjp.defvjp(lambda x: (x * x, x), lambda x, y_bar: (3.0 * x * y_bar,))


def read_twice(x: Any, counts: Any) -> Any:
    return helper(np.sin(x * FACTOR)) * FACTOR * np.sum(counts)


def applied(f: Any, x: Any) -> Any:
    return f(x) * x


class Model:
    def __init__(self, w: Any) -> None:
        self.w = w

    def loss(self, x: Any) -> Any:
        return self.w * np.sum(x * x)

    @grad
    def slope(self, x: Any) -> Any:
        return self.w * x * x


with_helper_grad = grad(with_helper)
