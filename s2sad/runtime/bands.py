"""Products with matrices that are given by their diagonals, as `scipy.linalg.solve_banded` takes them.

Beside them stands the solve with a matrix that is constant along its diagonals.
`ab[u + i - j, j]` is the entry at `[i, j]`; `l` diagonals lie below the main one and `u` above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import scipy.linalg

from s2sad.errors import MissingRuleError


def _diagonals(l_and_u: Any, n: int) -> Iterator[tuple[int, slice, slice]]:
    """Each row of `ab`, with the rows and the columns of the matrix that its entries belong to."""
    lower, upper = l_and_u
    for r in range(lower + upper + 1):
        k = r - upper
        first, last = max(0, -k), min(n, n - k)
        yield r, slice(first + k, last + k), slice(first, last)


def columns(x: Any, ab: Any, b: Any) -> Any:
    """`x`; where `b` is one vector for all matrices of a stack, those of the stack are matrices of one column."""
    return np.expand_dims(x, -1) if np.ndim(b) == 1 and np.ndim(ab) > 2 else x


def vectors(x: Any, ab: Any, b: Any) -> Any:
    """The inverse of `columns`."""
    return x[..., 0] if np.ndim(b) == 1 and np.ndim(ab) > 2 else x


def banded_product(l_and_u: Any, ab: Any, x: Any) -> Any:
    """`a @ x` of the matrix with the diagonals `ab`, or of a stack.

    >>> banded_product((0, 1), np.array([[0.0, 5.0], [1.0, 2.0]]), np.array([1.0, 10.0]))
    array([51., 20.])
    """
    if np.ndim(x) == 1:
        return banded_product(l_and_u, ab, x[:, np.newaxis])[..., 0]
    stack = np.broadcast_shapes(np.shape(ab)[:-2], np.shape(x)[:-2])
    y = np.zeros((*stack, *np.shape(x)[-2:]), np.result_type(ab, x))
    for r, rows, places in _diagonals(l_and_u, np.shape(x)[-2]):
        y[..., rows, :] += ab[..., r, places, np.newaxis] * x[..., places, :]
    return y


def banded_outer(l_and_u: Any, p: Any, x: Any) -> Any:
    """The diagonals of `p @ x.T`, as `ab` holds them."""
    if np.ndim(p) == 1:
        return banded_outer(l_and_u, p[:, np.newaxis], x[:, np.newaxis])
    n, stack = np.shape(x)[-2], np.broadcast_shapes(np.shape(p)[:-2], np.shape(x)[:-2])
    out = np.zeros((*stack, sum(l_and_u) + 1, n), np.result_type(p, x))
    for r, rows, places in _diagonals(l_and_u, n):
        out[..., r, places] = np.sum(p[..., rows, :] * x[..., places, :], axis=-1)
    return out


def transposed_band(l_and_u: Any, ab: Any) -> Any:
    """The diagonals of the transposed matrix, which has as many below as `a` has above."""
    turned = np.zeros_like(ab)
    for r, rows, places in _diagonals(l_and_u, np.shape(ab)[-1]):
        turned[..., sum(l_and_u) - r, rows] = ab[..., r, places]
    return turned


def toeplitz_solve(c: Any, r: Any, b: Any) -> Any:
    """`inv(a) @ b` of the matrix with the first column c and the first row r, whose first entry is not read."""
    if np.size(c) == 0 and np.ndim(b) > 1:
        raise MissingRuleError(
            "scipy.linalg.solve_toeplitz has no derivative rule for a matrix without elements",
            hint="SciPy forgets the shape of the right-hand side: leave the call out where np.size(...) is 0.",
        )
    return scipy.linalg.solve_toeplitz((c, r), b)
