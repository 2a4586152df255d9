"""Helpers of the rules of `np.linalg`, for one matrix or a stack of them.

`cofactors(a)` is the gradient of `np.linalg.det(a)`, right for singular matrices too; `matrix_transpose(a)` is `a.T`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.errors import MissingRuleError
from s2sad.runtime.elementwise import abs_partial
from s2sad.runtime.reductions import keep_axes
from s2sad.runtime.shaping import as_kind, match

_STACKS_VECTORS = np.lib.NumpyVersion(np.__version__) < "2.0.0"


def divide_or_zero(x: Any, y: Any) -> Any:
    """`x / y`, 0 where `y` is 0."""
    return np.where(np.equal(y, 0), 0.0, x / np.where(np.equal(y, 0), 1.0, y))[()]


def norm_kind(ndim: int, ord: Any, axis: Any) -> str:
    """Which formula `np.linalg.norm` uses: "two" (and Frobenius), "one", "max", or "other".

    >>> norm_kind(2, None, None), norm_kind(1, np.inf, None), norm_kind(2, 1, 0), norm_kind(2, 2, None)
    ('two', 'max', 'one', 'other')
    """
    vector = ndim == 1 if axis is None else isinstance(axis, int | np.integer) or len(axis) == 1
    if ord is None or ord == "fro" or (vector and ord == 2):
        return "two"
    return {1: "one", np.inf: "max"}.get(ord, "other") if vector else "other"


def norm_bar(y_bar: Any, y: Any, x: Any, ord: Any, axis: Any, keepdims: bool) -> Any:
    """The cotangent of `x` in `y = np.linalg.norm(x, ord, axis, keepdims)`; 0 where the norm is 0."""
    v = keep_axes(y_bar, axis, keepdims)
    size = keep_axes(y, axis, keepdims)
    if norm_kind(np.ndim(x), ord, axis) == "two":
        return np.conj(x) * divide_or_zero(v, size)
    if norm_kind(np.ndim(x), ord, axis) == "one":
        return v * abs_partial(x, np.abs(x))
    if norm_kind(np.ndim(x), ord, axis) == "max":
        largest = np.equal(np.abs(x), size)
        return v * abs_partial(x, np.abs(x)) * largest / np.sum(largest, axis=axis, keepdims=True)
    return refuse_norm(ord)


def refuse_norm(ord: Any) -> Any:
    """Raise: this norm has no rule."""
    raise MissingRuleError(
        f"np.linalg.norm of a matrix or vector with ord={ord!r} has no derivative rule",
        hint="Rules exist for the Frobenius norm of matrices and for ord None, 1, 2 and np.inf of vectors.",
    )


def matrix_transpose(a: Any) -> Any:
    """`a` with its last two axes exchanged."""
    if np.ndim(a) == 2:
        return a.T
    return np.swapaxes(a, -1, -2)


def takes_vectors(ndim_a: int, ndim_b: int) -> bool:
    """Whether `np.linalg.solve` takes `b` as vectors rather than matrices; stacks of vectors only before NumPy 2."""
    return ndim_b == 1 or (_STACKS_VECTORS and ndim_b == ndim_a - 1)


def solve_like(a: Any, r: Any, b: Any) -> Any:
    """`np.linalg.solve(a, r)`, where `r` holds vectors if `b` does."""
    if takes_vectors(np.ndim(a), np.ndim(b)) and np.ndim(r) > 1:
        return np.squeeze(np.linalg.solve(a, np.expand_dims(r, -1)), -1)
    return np.linalg.solve(a, r)


def apply_like(a: Any, y: Any, b: Any) -> Any:
    """`a @ y`, where `y` holds vectors if `b` does."""
    if takes_vectors(np.ndim(a), np.ndim(b)) and np.ndim(y) > 1:
        return np.squeeze(a @ np.expand_dims(y, -1), -1)
    return a @ y


def solve_bar_left(b_bar: Any, y: Any, a: Any, b: Any) -> Any:
    """The cotangent of `a` in `y = solve(a, b)`: `-b_bar @ y.T` (Giles 2008, 2.3.1), `b_bar` not yet summed."""
    if np.ndim(y) == 1:
        return as_kind(-np.outer(b_bar, y), a)
    if takes_vectors(np.ndim(a), np.ndim(b)):
        return match(-np.expand_dims(b_bar, -1) * np.expand_dims(y, -2), a)
    return match(-(b_bar @ matrix_transpose(y)), a)


def times_matrix(scale: Any, a: Any) -> Any:
    """`scale * a`, one number for each matrix of the stack `a`."""
    if np.ndim(a) == 2:
        return scale * a
    return np.expand_dims(scale, (-2, -1)) * a


def _products_without(values: Any, left_out: Any) -> Any:
    """The product of `values` along the last axis, without those where `left_out`."""
    return np.prod(np.where(left_out, 1.0, values), axis=-1)


def cofactors(a: Any) -> Any:
    """The matrix of cofactors, `det(a) * inv(a).T`, by the singular value decomposition: right for singular `a` too.

    A cofactor matrix of a product is the product of cofactor matrices, and that of a unitary `u` is `det(u) * conj(u)`.
    """
    u, s, vh = np.linalg.svd(a)
    others = _products_without(s[..., None, :], np.eye(s.shape[-1], dtype=bool))
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return times_matrix(sign, (np.conj(u) * others[..., None, :]) @ np.conj(vh))


def cofactors_derivative(a: Any, m: Any) -> Any:
    """The derivative of `cofactors` at `a` in the direction `m`; symmetric, so also its transpose applied to `m`.

    Between the bases of the singular value decomposition `a` is diagonal, where it can be read off 2 x 2 minors.
    """
    u, s, vh = np.linalg.svd(a)
    m = matrix_transpose(np.conj(u)) @ m @ matrix_transpose(np.conj(vh))
    eye = np.eye(s.shape[-1], dtype=bool)
    others = np.where(eye, 0.0, _products_without(s[..., None, None, :], eye[:, None] | eye[None]))
    diagonal = np.sum(others * np.diagonal(m, axis1=-2, axis2=-1)[..., None, :], axis=-1)
    minors = np.where(eye, diagonal[..., None], -others * matrix_transpose(m))
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return times_matrix(sign, np.conj(u) @ minors @ np.conj(vh))


def slogdet_bar(y_bar: Any, y: Any, a: Any) -> Any:
    """The cotangent of `a` in `sign, log = slogdet(a)`; the sign of a real matrix is constant."""
    if np.iscomplexobj(a):
        return times_matrix(y_bar[1] + 1j * np.imag(y_bar[0] * y[0]), matrix_transpose(np.linalg.inv(a)))
    return times_matrix(y_bar[1], matrix_transpose(np.linalg.inv(a)))


def slogdet_dot(y: Any, a: Any, a_dot: Any) -> Any:
    """The tangents of `sign, log = slogdet(a)`."""
    t = np.trace(np.linalg.inv(a) @ a_dot, axis1=-2, axis2=-1)
    if np.iscomplexobj(a):
        return 1j * y[0] * np.imag(t), np.real(t)
    return np.zeros_like(t), t


def half_tril(a: Any) -> Any:
    """The lower triangle with the diagonal halved: the Φ of Murray, *Differentiation of the Cholesky decomposition*
    (2016).

    >>> half_tril(np.full((2, 2), 2.0))
    array([[1., 0.],
           [2., 1.]])
    """
    return 0.5 * (np.tril(a) + np.tril(a, -1))


def cholesky_dot(y: Any, a_dot: Any) -> Any:
    """The tangent of `y = cholesky(a)`, which reads the lower triangle of `a` only (Murray 2016, eq. 8)."""
    lower = half_tril(a_dot)
    full = lower + matrix_transpose(np.conj(lower))
    inside = np.linalg.solve(y, matrix_transpose(np.conj(np.linalg.solve(y, full))))
    return y @ half_tril(inside)


def cholesky_bar(y_bar: Any, y: Any) -> Any:
    """The cotangent of `a` in `y = cholesky(a)`: a lower triangle (Murray 2016, eq. 10)."""
    inside = np.linalg.solve(matrix_transpose(y), half_tril(matrix_transpose(y) @ y_bar))
    full = matrix_transpose(np.linalg.solve(np.conj(matrix_transpose(y)), matrix_transpose(inside)))
    return half_tril(full + np.conj(matrix_transpose(full)))


def eigh_dot(y: Any, a_dot: Any, uplo: str) -> Any:
    """The tangents of `w, v = eigh(a)` for a real `a`, of which one triangle is read (Giles 2008, 3.1)."""
    if np.iscomplexobj(a_dot):
        return refuse_complex("np.linalg.eigh")
    w, v = y
    half = half_tril(a_dot if uplo == "L" else matrix_transpose(a_dot))
    inside = matrix_transpose(v) @ (half + matrix_transpose(half)) @ v
    w_dot = np.diagonal(inside, axis1=-2, axis2=-1)
    return w_dot, v @ divide_or_zero(inside, np.expand_dims(w, -2) - np.expand_dims(w, -1))


def eigh_bar(y_bar: Any, y: Any, a: Any, uplo: str) -> Any:
    """The cotangent of a real `a` in `w, v = eigh(a)`: a triangle. Equal eigenvalues add nothing through `v`."""
    if np.iscomplexobj(a):
        return refuse_complex("np.linalg.eigh")
    w, v = y
    w_bar, v_bar = y_bar
    inside = divide_or_zero(matrix_transpose(v) @ v_bar, np.expand_dims(w, -2) - np.expand_dims(w, -1))
    full = (v * np.expand_dims(w_bar, -2) + v @ inside) @ matrix_transpose(v)
    lower = half_tril(full + matrix_transpose(full))
    return lower if uplo == "L" else matrix_transpose(lower)


def refuse_complex(name: str) -> Any:
    """Raise: this function has no rule for complex arguments."""
    raise MissingRuleError(
        f"{name} has no derivative rule for complex matrices",
        hint="The phases of complex eigenvectors are arbitrary; use a real symmetric matrix.",
    )
