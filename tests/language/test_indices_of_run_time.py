"""Arrays read and written at an index of which it is not known when compiling whether it selects a view or a copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp
from s2sad.errors import AliasingError
from s2sad.testing import check_grads

X = np.array([0.3, -0.7, 1.1])


def slice_from_numpy(x: Any) -> Any:
    y = x * 1.0
    part = np.s_[::2]
    y[part] = y[part] ** 2
    return np.sum(y)


def number_or_none(x: Any) -> Any:
    a = np.outer(x, x)
    best = None
    for i in range(len(x)):
        if x[i] > 0:
            best = i
    a[best] = a[best] ** 2
    return np.sum(a)


def slice_or_mask(x: Any) -> Any:
    y = x * 1.0
    which = slice(None) if x[0] > 0 else x > 0
    y[which] = y[which] ** 3
    y[which] *= 2.0
    return np.sum(y * x)


def list_of_slices(x: Any) -> Any:
    y = np.outer(x, x)
    for axis in range(2):
        part = [slice(None)] * y.ndim
        part[axis] = slice(1, None)
        y[tuple(part)] = y[tuple(part)] * y[tuple(part)]
    return np.sum(y)


@pytest.mark.parametrize("program", [slice_from_numpy, number_or_none, slice_or_mask, list_of_slices])
def test_what_is_overwritten_is_kept(program: Callable[..., Any]) -> None:
    check_grads(program, (X,), order=2)


def named_and_written(x: Any) -> Any:
    a = np.outer(x, x)
    best = None
    for i in range(len(x)):
        if best is None or a[i, 0] < a[best, 0]:
            best = i
    row = a[best]
    a[best, 0] = 7.0
    return np.sum(row)


def test_what_may_be_a_view_is_not_taken_for_a_copy() -> None:
    with pytest.raises(AliasingError, match="may be the same memory"):
        grad(named_and_written)(X)
    with pytest.raises(AliasingError, match="may be the same memory"):
        jvp(named_and_written, (X,), (X,))
