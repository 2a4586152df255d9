"""Memory of the outside that a function writes: one name of it, two names, and a first use inside of a block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad import grad

from .programs import Programs

OUTSIDE = Programs()
program = OUTSIDE.add
X = np.array([0.3, -0.8, 1.1])
BUFFER = np.zeros(3)
SAME_BUFFER = BUFFER
TAIL = BUFFER[1:]
LIST: list[Any] = []
SAME_LIST = LIST
IN_DICT = {"list": LIST}


class Net:
    """A model whose parameters are views of one array."""

    def __init__(self) -> None:
        self.theta = np.array([0.2, 0.5, -0.4])
        self.w, self.b = self.theta[:2], self.theta[2:]
        self.cache, self.last = np.zeros(3), np.zeros(3)
        self.count = 0.0

    def run(self, x: Any) -> Any:
        for i in range(3):
            self.cache[i] = x[i] * self.w[i % 2]
            self.count = self.count + x[i]
        return np.sum(self.w * self.b) * x[0] + self.cache @ self.cache * self.theta[0] + self.count


NET, OTHER = Net(), Net()


def sharing() -> Callable[[Any], Any]:
    buffer = np.zeros(3)

    def put(i: int, v: Any) -> None:
        buffer[i] = v

    @program(X, order=2)
    def one_cell_of_two_functions(x: Any) -> Any:
        buffer[:] = 0.0
        for i in range(3):
            put(i, x[i] ** 2)
        return buffer @ buffer * buffer[0]

    return one_cell_of_two_functions


sharing()


@program(X, order=2)
def two_names_of_one_array(x: Any) -> Any:
    BUFFER[0] = x[0]
    BUFFER[1:] = x[1] * x[0]
    return SAME_BUFFER @ (x * x)


@program(X, order=2)
def two_names_of_one_list(x: Any) -> Any:
    LIST.append(x[0] * x[2])
    total = sum(SAME_LIST) * x[1]
    LIST.clear()
    return total


@program(X, order=2)
def outside_written_first_in_a_branch(x: Any) -> Any:
    if x[0] > 0:
        BUFFER[0] = x[0] * x[1]
    return BUFFER[0] * x[1]


@program(X)
def outside_written_in_a_branch_that_is_not_run(x: Any) -> Any:
    BUFFER[0] = 2.0
    if x[0] > 9:
        SAME_BUFFER[0] = x[0]
    return BUFFER[0] * x[1]


@program(X)
def attributes_outside_written_in_two_branches(x: Any) -> Any:
    if x[0] > 0:
        OTHER.cache[0] = x[0]
    else:
        OTHER.last[0] = x[1]
    return OTHER.cache[0] * x[1]


@program(X, order=2)
def outside_written_first_in_a_loop(x: Any) -> Any:
    for i in range(3):
        if x[i] > 0:
            BUFFER[i] = x[i]
        else:
            BUFFER[i] = 2 * x[i]
        BUFFER[i] += x[i] ** 2
    return BUFFER @ x


@program(X)
def list_outside_extended_first_in_a_loop(x: Any) -> Any:
    for v in x:
        LIST.append(v * v)
    total = LIST[0] * LIST[1] + LIST[2]
    LIST.clear()
    return total


@program(X)
def outside_written_first_in_a_while_loop(x: Any) -> Any:
    i = 0
    while i < 3:
        BUFFER[i] = x[i] * x[i]
        i += 1
    return BUFFER @ x


@program(X)
def other_attribute_written_than_shares(x: Any) -> Any:
    NET.count = 0.0
    return NET.run(x)


@program(X)
def views_written_of_what_is_not_read(x: Any) -> Any:
    OTHER.w[:] = x[:2]
    OTHER.b[0] = x[1]
    return OTHER.w @ OTHER.w * OTHER.b[0]


@program(X)
def view_outside_read(x: Any) -> Any:
    BUFFER[1] = x[0]
    return np.sum(TAIL)


@program(X)
def attribute_outside_is_a_view(x: Any) -> Any:
    OTHER.theta[:] = x
    return np.sum(OTHER.w)


@program(X)
def list_outside_is_in_a_dict(x: Any) -> Any:
    LIST.append(x[0] * 2.0)
    total = sum(IN_DICT["list"]) * x[1]
    LIST.clear()
    return total


def scaled_by_the_buffer(y: Any) -> Any:
    return np.sum(y**2) * BUFFER[0]


@program(X, 0.7)
@program(X, -0.6)
def outside_read_in_a_derivative_and_written_in_a_branch(x: Any, a: Any) -> Any:
    SAME_BUFFER[0] = 0.5
    g = grad(scaled_by_the_buffer)(x)
    if a > 0.0:
        BUFFER[0] = x[0] * a
    return BUFFER[0] * a + np.sum(g)


OWN = np.ones(3)


def scaled_by_its_own(y: Any) -> Any:
    return np.sum(y**2) * (1.0 + 0.0 * OWN[0])


@program(X, 0.7)
@program(X, -0.6)
def outside_first_read_in_a_derivative(x: Any, a: Any) -> Any:
    g = grad(scaled_by_its_own)(x)
    if a > 0.0:
        OWN[0] = x[0] * a
    else:
        OWN[0] = a
    return OWN[0] * a + np.sum(g)


IN_A_DEFAULT = np.ones(3)


def with_a_default(v: Any, held: Any = (IN_A_DEFAULT, 2.0)) -> Any:
    return held[0][0] * v


@program(X, 0.7)
def array_of_a_default_written_outside(x: Any, a: Any) -> Any:
    IN_A_DEFAULT[0] = x[0] * a
    return with_a_default(a)


class Table:
    """A class that holds an array."""

    values = np.arange(1.0, 5.0)


@program(X, 0.7, order=2)
def array_of_a_class_copied(x: Any, a: Any) -> Any:
    return np.sum(Table.values.copy() * a) + Table.values[2] * a * x[0]
