"""Products with matrices that are given by their diagonals, as `scipy.linalg.solve_banded` takes them.

Beside them stands the solve with a matrix that is constant along its diagonals.
`ab[u + i - j, j]` is the entry at `[i, j]`; `l` diagonals lie below the main one and `u` above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import scipy.linalg


def _diagonals(l_and_u: Any, n: int) -> Iterator[tuple[int, slice, slice]]:
    """Each row of `ab`, with the rows and the columns of the matrix that its entries belong to."""
    lower, upper = l_and_u
    for r in range(lower + upper + 1):
        k = r - upper
        first, last = max(0, -k), min(n, n - k)
        yield r, slice(first + k, last + k), slice(first, last)


def banded_product(l_and_u: Any, ab: Any, x: Any) -> Any:
    """`a @ x` of the matrix with the diagonals `ab`.

    >>> banded_product((0, 1), np.array([[0.0, 5.0], [1.0, 2.0]]), np.array([1.0, 10.0]))
    array([51., 20.])
    """
    y = np.zeros(np.shape(x), np.result_type(ab, x))
    for r, rows, columns in _diagonals(l_and_u, np.shape(x)[0]):
        y[rows] += np.reshape(ab[r, columns], (-1,) + (1,) * (np.ndim(x) - 1)) * x[columns]
    return y


def banded_outer(l_and_u: Any, p: Any, x: Any) -> Any:
    """The diagonals of `p @ x.T`, as `ab` holds them."""
    n = np.shape(x)[0]
    out = np.zeros((sum(l_and_u) + 1, n), np.result_type(p, x))
    for r, rows, columns in _diagonals(l_and_u, n):
        out[r, columns] = np.sum(p[rows] * x[columns], axis=tuple(range(1, np.ndim(p))))
    return out


def transposed_band(l_and_u: Any, ab: Any) -> Any:
    """The diagonals of the transposed matrix, which has as many below as `a` has above."""
    turned = np.zeros_like(ab)
    for r, rows, columns in _diagonals(l_and_u, np.shape(ab)[1]):
        turned[sum(l_and_u) - r, rows] = ab[r, columns]
    return turned


def toeplitz_solve(c: Any, r: Any, b: Any) -> Any:
    """`inv(a) @ b` of the matrix with the first column c and the first row r, whose first entry is not read."""
    return scipy.linalg.solve_toeplitz((c, r), b)
