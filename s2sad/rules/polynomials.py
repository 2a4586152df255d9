"""Polynomials by their coefficients, the highest power first: compositions, as NumPy makes them; roots by their slope.

`r = np.roots(p)` -> `r_dot = -np.polyval(p_dot, r) / np.polyval(np.polyder(p), r)`, the implicit function theorem.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import UNKNOWN
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.products import axes_range
from s2sad.runtime.shaping import as_kind

TABLE = RuleTable()


@TABLE.inlined(np.polyval)
def polyval(p: Any, x: Any) -> Any:
    """Horner's scheme."""
    coefficients = np.asarray(p)
    y = np.zeros_like(x) + 0.0 * np.sum(coefficients[:1])
    for c in coefficients:
        y = y * x + c
    return y


@TABLE.inlined(np.polyadd)
def polyadd(a1: Any, a2: Any) -> Any:
    return _front(a1, a2) + _front(a2, a1)


@TABLE.inlined(np.polysub)
def polysub(a1: Any, a2: Any) -> Any:
    return _front(a1, a2) - _front(a2, a1)


def _front(a: Any, b: Any) -> Any:
    """The coefficients of `a` with zeros in front, as many as `b` has."""
    missing = max(np.size(b) - np.size(a), 0)
    coefficients = np.atleast_1d(a)
    return np.concatenate((np.zeros(missing, dtype=coefficients.dtype), coefficients))


@TABLE.inlined(np.polymul)
def polymul(a1: Any, a2: Any) -> Any:
    """Leading coefficients of zero, which NumPy drops, would change the length of the result with their value."""
    return np.convolve(_some(a1), _some(a2))


def _some(a: Any) -> Any:
    """Coefficients, of which there is at least one."""
    coefficients = np.atleast_1d(a)
    return coefficients if len(coefficients) > 0 else np.zeros(1, dtype=coefficients.dtype)


@TABLE.inlined(np.polyder, static=("m",))
def polyder(p: Any, m: Any = 1) -> Any:
    if m == 0:
        return np.asarray(p)
    once = np.asarray(p)[:-1] * np.arange(np.size(p) - 1, 0, -1)
    return np.polyder(once, m - 1) if m > 1 else once


@TABLE.inlined(np.polyint, static=("m",))
def polyint(p: Any, m: Any = 1, k: Any = None) -> Any:
    y, constants = np.asarray(p), _constants(k, m)
    for i in axes_range(0, m):
        y = np.concatenate((y / np.arange(np.size(y), 0, -1), constants[i : i + 1]))
    return y


def _constants(k: Any, m: Any) -> Any:
    """The constants of m integrals, of which one that is given stands for all."""
    given = np.zeros(m) if k is None else np.ravel(k)
    if np.size(given) < m and np.size(given) != 1:
        raise ValueError("k has fewer constants than the polynomial is integrated times")
    return np.repeat(given, m) if m > 1 and np.size(given) == 1 else given


@TABLE.inlined(np.polyfit)
def polyfit(x: Any, y: Any, deg: Any, rcond: Any = None, *, w: Any = None) -> Any:
    """Least squares with columns of length one, which makes the powers comparable."""
    powers = np.vander(x, deg + 1)
    rows = powers if w is None else powers * np.expand_dims(w, -1)
    lengths = np.sqrt(np.sum(rows * rows, axis=0))
    found = np.linalg.lstsq(rows / lengths, _weighted(y, w), rcond)[0]
    return np.transpose(np.transpose(found) / lengths)


def _weighted(y: Any, w: Any) -> Any:
    """Numbers or rows of numbers times their weights."""
    return y if w is None else np.transpose(np.transpose(y) * w)


@TABLE.custom(np.roots, wrt="p", result=always(UNKNOWN), effect="may_raise")
def roots_jvp(y: Any, p: Any, p_dot: Any) -> Any:
    return as_kind(-np.polyval(p_dot, y) / np.polyval(np.polyder(p), y), y)
