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


_VECTOR_NORMS = {1: "one", np.inf: "max", -np.inf: "min", 0: "count"}
_MATRIX_NORMS = {
    1: "columns",
    -1: "least column",
    np.inf: "rows",
    -np.inf: "least row",
    2: "spectral",
    -2: "least value",
    "nuc": "nuclear",
}


def norm_kind(ndim: int, ord: Any, axis: Any) -> str:
    """Which formula `np.linalg.norm` uses; "two" is the Frobenius norm of a matrix as well.

    >>> norm_kind(2, None, None), norm_kind(1, np.inf, None), norm_kind(2, 3, 0), norm_kind(2, 2, None)
    ('two', 'max', 'power', 'spectral')
    """
    vector = ndim == 1 if axis is None else isinstance(axis, int | np.integer) or len(axis) == 1
    if ord is None or ord == "fro" or (vector and ord == 2):
        return "two"
    return _VECTOR_NORMS.get(ord, "power") if vector else _MATRIX_NORMS.get(ord, "other")


def norm_bar(y_bar: Any, y: Any, x: Any, ord: Any, axis: Any, keepdims: bool) -> Any:
    """The cotangent of `x` in `y = np.linalg.norm(x, ord, axis, keepdims)`; 0 where the norm is 0."""
    v = keep_axes(y_bar, axis, keepdims)
    size = keep_axes(y, axis, keepdims)
    kind = norm_kind(np.ndim(x), ord, axis)
    if kind == "two":
        return np.conj(x) * divide_or_zero(v, size)
    if kind == "one":
        return v * abs_partial(x, np.abs(x))
    if kind == "power":
        return v * abs_partial(x, np.abs(x)) * ratio_power(np.abs(x), size, ord - 1)
    if kind in ("max", "min"):
        chosen = np.equal(np.abs(x), size)
        return v * abs_partial(x, np.abs(x)) * chosen / np.sum(chosen, axis=axis, keepdims=True)
    if kind == "count":
        return 0.0 * v * x
    return matrix_norm_bar(v, size, x, kind, (-2, -1) if axis is None else axis)


def ratio_power(x: Any, size: Any, p: Any) -> Any:
    """`(x / size) ** p`, 0 where `x` is 0."""
    zero = np.equal(x, 0)
    return np.where(zero, 0.0, (np.where(zero, 1.0, x) / np.where(np.equal(size, 0), 1.0, size)) ** p)


def matrix_norm_bar(v: Any, size: Any, x: Any, kind: str, axes: Any) -> Any:
    """The cotangent of `x` in a norm of the matrices that lie along two axes."""
    if kind in ("columns", "least column"):
        return v * abs_partial(x, np.abs(x)) * chosen_sums(x, size, axes[0], axes[1])
    if kind in ("rows", "least row"):
        return v * abs_partial(x, np.abs(x)) * chosen_sums(x, size, axes[1], axes[0])
    if kind == "other":
        return refuse_norm(kind)
    u, s, vh = np.linalg.svd(np.moveaxis(x, axes, (-2, -1)), False)
    weights = np.expand_dims(value_weights(s, kind), -2)
    return v * np.moveaxis(np.conj((u * weights) @ vh), (-2, -1), axes)


def chosen_sums(x: Any, size: Any, along: int, across: int) -> Any:
    """Which sums along an axis are the norm; ties share."""
    chosen = np.equal(np.sum(np.abs(x), axis=along, keepdims=True), size)
    return chosen / np.sum(chosen, axis=across, keepdims=True)


def value_weights(s: Any, kind: str) -> Any:
    """The derivative of a norm in each singular value: the largest or smallest one, or all that are not 0."""
    if kind == "nuclear":
        return np.sign(s)
    chosen = np.equal(s, s[..., :1] if kind == "spectral" else s[..., -1:])
    return chosen / np.sum(chosen, axis=-1, keepdims=True)


def refuse_norm(ord: Any) -> Any:
    """Raise: this norm has no rule."""
    raise MissingRuleError(f"np.linalg.norm of a matrix with ord={ord!r} has no derivative rule")


def matrix_transpose(a: Any) -> Any:
    """`a` with its last two axes exchanged."""
    if np.ndim(a) == 2:
        return a.T
    return np.swapaxes(a, -1, -2)


def dagger(a: Any) -> Any:
    """The conjugate transpose."""
    return np.conj(matrix_transpose(a)) if np.iscomplexobj(a) else matrix_transpose(a)


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
