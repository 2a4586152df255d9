"""Parts of an array that are assigned to other parts of it: right, or refused where NumPy reads what it has written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad
from s2sad.errors import AliasingError
from s2sad.testing import check_grads

M = np.random.default_rng(0).random((3, 3))


def column_from_row(m, k):
    m[:, k] = m[1]
    return np.sum(m**2)


def rows_from_columns(m, k):
    for i in range(3):
        m[i, i:] = m[i:, i]
    return np.sum(m**2)


def shifted(m, k):
    x = m[k]
    x[1:] = x[:-1]
    m[k, 1:] = m[0, :-1]
    return np.sum(m**2)


def every_other_element(m, k):
    x = m.ravel()
    x[::2] = x[:5]
    return np.sum(x**2)


def backwards(m, k):
    m[:, 0] = m[1, ::-1]
    return np.sum(m**2)


def a_copy(m, k):
    m[:, k] = m[1].copy()
    return np.sum(m**2)


@pytest.mark.parametrize("k", [0, 1, 2])
@pytest.mark.parametrize("program", [rows_from_columns, shifted, backwards, a_copy], ids=lambda p: p.__name__)
def test_derivatives(program: Callable[..., Any], k: int) -> None:
    check_grads(program, (M, k), argnums=0)


@pytest.mark.parametrize(("program", "k"), [(column_from_row, 2), (every_other_element, 0)], ids=lambda p: str(p)[:20])
def test_refused(program: Callable[..., Any], k: int) -> None:
    with pytest.raises(AliasingError, match=r"has overwritten already(?s:.)*\.copy\(\)"):
        grad(program)(M.copy(), k)


def test_in_order_by_chance() -> None:
    check_grads(column_from_row, (M, 1), argnums=0)
