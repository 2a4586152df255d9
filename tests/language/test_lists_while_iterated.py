"""A list that gets elements while a loop runs over it: the loop would have more runs, which is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.errors import AliasingError

X = np.array([0.3, 0.8])


def grown_in_the_last_run(x: Any) -> Any:
    xs, total = [x[0]], 0.0
    for v in xs:
        total += v
        if len(xs) < 3:
            xs.append(v * x[1])
    return total


def grown_on_a_path(x: Any) -> Any:
    xs, total = [x[0], x[1]], 0.0
    for v in xs:
        total += v
        if v > 0.5 and len(xs) < 3:
            xs.append(v * x[1])
    return total


def _grow(xs: Any, k: Any, x: Any) -> None:
    if k > 0:
        xs.append(x[k])
        _grow(xs, k - 1, x)


def grown_by_recursion(x: Any) -> Any:
    xs, total = [x[0]], 0.0
    for v in xs:
        total += v
        if len(xs) < 2:
            _grow(xs, 1, x)
    return total


def shortened(x: Any) -> Any:
    xs, total = [x[0], x[1], x[0]], 0.0
    for v in xs:
        total += v
        xs.pop()
    return total


@pytest.mark.parametrize("program", [grown_in_the_last_run, grown_on_a_path, grown_by_recursion, shortened])
def test_it_is_refused(program: Callable[..., Any]) -> None:
    with pytest.raises(AliasingError, match="gets or loses elements while a loop runs over it"):
        grad(program)(X)
    with pytest.raises(AliasingError, match="gets or loses elements while a loop runs over it"):
        jvp(program, (X,), (X,))
