"""The derivatives of `np.linalg.det`, right for singular matrices too.

Between the bases of the singular value decomposition a matrix is diagonal, where the first derivative of the
determinant is read off products of singular values without one, the second without two, the third without three.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.linalg import matrix_transpose, times_matrix


def products_without(values: Any, left_out: Any) -> Any:
    """The product of `values` along the last axis, without those where `left_out`."""
    return np.prod(np.where(left_out, 1.0, values), axis=-1)


def cofactors(a: Any) -> Any:
    """The matrix of cofactors, `det(a) * inv(a).T`, by the singular value decomposition: right for singular `a` too.

    A cofactor matrix of a product is the product of cofactor matrices, and that of a unitary `u` is `det(u) * conj(u)`.
    """
    u, s, vh = np.linalg.svd(a)
    others = products_without(s[..., None, :], np.eye(s.shape[-1], dtype=bool))
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return times_matrix(sign, (np.conj(u) * others[..., None, :]) @ np.conj(vh))


def between(u: Any, vh: Any, minors: Any) -> Any:
    """Minors of the diagonal matrix as minors of `u @ s @ vh`."""
    return times_matrix(np.linalg.det(u) * np.linalg.det(vh), np.conj(u) @ minors @ np.conj(vh))


def inside(u: Any, vh: Any, m: Any) -> Any:
    """The direction `m` between the bases."""
    return matrix_transpose(np.conj(u)) @ m @ matrix_transpose(np.conj(vh))


def without_two(s: Any) -> Any:
    """The products of singular values without two different ones, 0 on the diagonal."""
    eye = np.eye(s.shape[-1], dtype=bool)
    return np.where(eye, 0.0, products_without(s[..., None, None, :], eye[:, None] | eye[None]))


def without_three(s: Any) -> Any:
    """The products of singular values without three different ones: without two, divided by the largest of the three.

    Where that is 0 all three are, and the product is not 0 only for the three last values.
    """
    n = s.shape[-1]
    i, j, k = np.ogrid[:n, :n, :n]
    order = np.sort(np.stack(np.broadcast_arrays(i, j, k)), axis=0)
    largest, pairs = s[..., order[0]], without_two(s)[..., order[1], order[2]]
    rest = np.prod(s[..., :-3], axis=-1)[..., None, None, None] * (order[0] == n - 3)
    products = np.where(largest == 0, rest, pairs / np.where(largest == 0, 1.0, largest))
    return np.where((order[0] == order[1]) | (order[1] == order[2]), 0.0, products)


def cofactors_derivative(a: Any, m: Any) -> Any:
    """The derivative of `cofactors` at `a` in the direction `m`; symmetric, so also its transpose applied to `m`."""
    u, s, vh = np.linalg.svd(a)
    m, others = inside(u, vh, m), without_two(s)
    diagonal = np.sum(others * np.diagonal(m, axis1=-2, axis2=-1)[..., None, :], axis=-1)
    minors = np.where(np.eye(s.shape[-1], dtype=bool), diagonal[..., None], -others * matrix_transpose(m))
    return between(u, vh, minors)


def cofactors_second(a: Any, m: Any, k: Any) -> Any:
    """The second derivative of `cofactors` at `a` in the directions `m` and `k`, by minors of 3 x 3."""
    u, s, vh = np.linalg.svd(a)
    m, k, o = inside(u, vh, m), inside(u, vh, k), without_three(s)
    m_diagonal, k_diagonal = (np.diagonal(x, axis1=-2, axis2=-1) for x in (m, k))
    through = np.einsum("...abc,...bc,...ca->...ba", o, k, m) + np.einsum("...abc,...bc,...ca->...ba", o, m, k)
    around = m * np.einsum("...abc,...c->...ab", o, k_diagonal) + k * np.einsum("...abc,...c->...ab", o, m_diagonal)
    pairs = np.einsum("...abc,...b,...c->...a", o, m_diagonal, k_diagonal)
    crossed = np.einsum("...abc,...bc,...cb->...a", o, m, k)
    minors = matrix_transpose(through - around)
    eye = np.eye(s.shape[-1], dtype=bool)
    return between(u, vh, np.where(eye, (pairs - crossed)[..., None], minors))
