"""Helpers of the rules of `scipy.linalg`: parts of matrices, row exchanges, and matrices in a block.

`corner(expm(double(a, e)))` is the derivative of `expm(a)` along `e`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.decompositions import triangle_dot
from s2sad.runtime.linalg import dagger, matrix_transpose


def triangle(a: Any, lower: bool, unit_diagonal: bool) -> Any:
    """The part of `a` that a triangular solve reads."""
    if lower:
        return np.tril(a, -1 if unit_diagonal else 0)
    return np.triu(a, 1 if unit_diagonal else 0)


def transposed(a: Any, trans: Any) -> Any:
    """`a`, its transpose (1), or its conjugate transpose (2)."""
    if trans in (1, "T"):
        return matrix_transpose(a)
    return dagger(a) if trans in (2, "C") else a


def outer(x: Any, y: Any) -> Any:
    """`x @ y.T` of vectors or matrices."""
    return np.outer(x, y) if np.ndim(x) == 1 else x @ matrix_transpose(y)


def hermitian_dot(a_dot: Any, lower: bool) -> Any:
    """The tangent of the hermitian matrix of which one triangle is read."""
    return triangle_dot(a_dot, "L" if lower else "U")


def row_order(pivots: Any) -> Any:
    """The order of rows that exchanges of rows make.

    >>> row_order(np.array([2, 1, 2]))
    array([2, 1, 0])
    """
    order = np.arange(len(pivots))
    for k, other in enumerate(pivots):
        order[k], order[other] = order[other], order[k]
    return order


def no_change(pivots: Any) -> Any:
    """The tangent of row exchanges."""
    return np.zeros_like(pivots)


def double(a: Any, e: Any) -> Any:
    """The block matrix of `a` twice, and `e` above the diagonal."""
    upper = np.concatenate([a, e], -1)
    return np.concatenate([upper, np.concatenate([np.zeros_like(a), a], -1)], -2)


def corner(m: Any) -> Any:
    """The upper right quarter."""
    half = np.shape(m)[-1] // 2
    return m[..., :half, half:]
