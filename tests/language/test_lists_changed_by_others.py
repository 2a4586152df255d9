"""Functions that are not written in Python and change a list: refused, as the change would be lost; or followed."""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.errors import UnsupportedCallError
from s2sad.testing import check_grads

X = np.array([0.3, -0.8, 1.1])


def heap_of_places(x: Any) -> Any:
    queue: list[int] = []
    heapq.heappush(queue, 2)
    heapq.heappush(queue, 1)
    total = 0.0
    while queue:
        total = total * 2 + x[heapq.heappop(queue)] ** 2
    return total


def sorted_places(x: Any) -> Any:
    places = [2, 1]
    bisect.insort(places, 0)
    return x[places[0]] * x[2]


def sorted_values(x: Any) -> Any:
    values = [x[0], x[2]]
    bisect.insort(values, 0.5)
    return values[1] * x[1]


def shuffled(x: Any) -> Any:
    places = [0, 1, 2]
    np.random.default_rng(0).shuffle(places)
    return x[places[0]] ** 2


@pytest.mark.parametrize("program", [heap_of_places, sorted_places, sorted_values, shuffled])
def test_it_is_refused(program: Callable[..., Any]) -> None:
    with pytest.raises(UnsupportedCallError, match="writes to its argument") as caught:
        grad(program)(X)
    assert caught.value.hint
    with pytest.raises(UnsupportedCallError, match="writes to its argument"):
        jvp(program, (X,), (X,))


def methods_as_functions(x: Any) -> Any:
    places, entries = [0], {"a": x[0]}
    list.append(places, 1)
    list.sort(places)
    dict.update(entries, {"b": x[1]})
    return x[places[1]] * entries["a"] * dict.get(entries, "b") + np.ndarray.sum(x)


def found_by_bisection(x: Any) -> Any:
    return x[bisect.bisect([0.5, 1.5], 1.0)] ** 2


@pytest.mark.parametrize("program", [methods_as_functions, found_by_bisection])
def test_it_is_followed(program: Callable[..., Any]) -> None:
    check_grads(program, (X,), order=2)
